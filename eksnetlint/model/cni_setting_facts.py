"""What follows about a single setting of the VPC CNI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from eksnetlint.aws.cni_keys import KEYS, KeyKind, before
from eksnetlint.model import cni_targets
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import prefix_delegation, shows_windows, windows_ipam
from eksnetlint.model.cni import GO_FALSE, GO_TRUE, CniSetting, Holder, Level, ScalarType
from eksnetlint.model.cni_setting import key_named, meant_by, resembled
from eksnetlint.values import Known, Unknown, Value, is_known, lift

# Words for off that Go reads neither as true nor as false: they leave off what should be off.
_OFF = frozenset({"", "no", "n", "off", "disable", "disabled", "none", "never"})
# The network policy controller knows no other word (its pkg/utils/configmap/configmap.go).
_ONLY_TRUE = "enable-network-policy-controller"
# What is switched on in another way than by a setting that is written.
_DECLARED: Mapping[str, Callable[[Cluster], Value[bool]]] = {
    "enable-windows-ipam": windows_ipam,
    "enable-windows-prefix-delegation": prefix_delegation,
}
_REFUSED = "EKS refuses the configuration of the vpc-cni add-on, and nothing in it takes effect"


def key(setting: CniSetting, _: Cluster) -> Value[str | None]:
    """The key of the ConfigMap amazon-vpc-cni that it sets; null where it sets none."""
    return lift(_key_name, setting.name, setting.level)


def _key_name(name: str, level: Level) -> str | None:
    found = key_named(name, level)
    return found.name if found else None


def meant(setting: CniSetting, _: Cluster) -> Value[str | None]:
    """The name and place that it was probably meant to have; null where it may be right."""
    return lift(meant_by, setting.name, setting.level, setting.holder)


def effect(setting: CniSetting, _: Cluster) -> Value[str]:
    """A sentence for what is so where the setting is not taken as it was meant."""
    return lift(_effect, setting.name, setting.level)


def _effect(name: str, level: Level) -> str:
    found = resembled(name, level)
    return found.without if found else "Nothing changes"


def resembled_key(setting: CniSetting, _: Cluster) -> Value[str | None]:
    """The key that it sets, or that its name is a slip for; null for any other name."""
    return lift(_resembled_name, setting.name, setting.level)


def _resembled_name(name: str, level: Level) -> str | None:
    found = resembled(name, level)
    return found.name if found else None


def is_moot(setting: CniSetting, cluster: Cluster) -> Value[bool]:
    """Whether it makes no difference that it is not read: off by default, or set elsewhere."""
    name = resembled_key(setting, cluster)
    if is_known(setting.holder, Holder.ADD_ON) and is_known(key(setting, cluster), None):
        return Known(False)
    if isinstance(name, Unknown):
        return Known(False)
    if name.value is None:
        return is_off(setting, cluster)
    if name.value in _DECLARED and is_known(_DECLARED[name.value](cluster), True):
        return Known(True)
    others = [item for item in _settings(cluster) if item is not setting]
    if any(is_known(key(item, cluster), name.value) for item in others):
        return Known(True)
    return is_off(setting, cluster) if _kind(name.value) is KeyKind.FLAG else Known(False)


def _settings(cluster: Cluster) -> Iterator[CniSetting]:
    for item in cluster.cni_configurations:
        yield from item.written


def has_unread_windows_ipam(cluster: Cluster) -> Value[bool]:
    """Whether Windows IPAM is set where nothing takes it: misspelt, or neither true nor false."""
    flags = [
        setting
        for setting in _settings(cluster)
        if is_known(resembled_key(setting, cluster), "enable-windows-ipam")
        and not is_known(is_moot(setting, cluster), True)
    ]
    return Known(any(_is_unread(flag, cluster) for flag in flags))


def _is_unread(setting: CniSetting, cluster: Cluster) -> bool:
    is_misspelt = is_known(key(setting, cluster), None)
    return is_misspelt or is_known(is_misread(setting, cluster), True)


def refusal(setting: CniSetting, cluster: Cluster) -> Value[str]:
    """A sentence for what becomes of a setting under a name that does not exist."""
    if is_known(setting.holder, Holder.ADD_ON):
        return Known(_REFUSED, setting.name.origin)
    return effect(setting, cluster)


def is_on(setting: CniSetting, _: Cluster) -> Value[bool]:
    """Whether Go reads its value as true."""
    return lift(lambda text: text in GO_TRUE, setting.text)


def is_off(setting: CniSetting, _: Cluster) -> Value[bool]:
    """Whether its value stands for off, in whatever word."""
    return lift(lambda text: text in GO_FALSE or text.strip().lower() in _OFF, setting.text)


def is_misread(setting: CniSetting, _: Cluster) -> Value[bool]:
    """Whether it is a flag that is off because its value is neither true nor false to the reader.

    Sources: amazon-vpc-resource-controller-k8s, pkg/condition/conditions.go (ParseBool);
    amazon-network-policy-controller-k8s, pkg/utils/configmap/configmap.go (the word true alone).
    """
    return lift(_is_misread, setting.text, setting.name, setting.level, setting.type)


def _is_misread(text: str, name: str, level: Level, type: ScalarType) -> bool:
    found = key_named(name, level)
    if found is None or found.kind is not KeyKind.FLAG or type is not ScalarType.STRING:
        return False
    if text in GO_FALSE or text.strip().lower() in _OFF:
        return False
    return text not in ({"true"} if found.name == _ONLY_TRUE else GO_TRUE)


def number(setting: CniSetting, _: Cluster) -> Value[int | None]:
    """The whole number in its value; null where Go reads none."""
    return lift(cni_targets.integer_in, setting.text)


def is_target(setting: CniSetting, _: Cluster) -> Value[bool]:
    """Whether it sets a number of addresses or prefixes for Windows nodes."""
    return lift(lambda name: name is not None and _kind(name) is KeyKind.TARGET, key(setting, _))


def _kind(name: str) -> KeyKind:
    return KEYS[name].kind


def is_for_windows(setting: CniSetting, cluster: Cluster) -> Value[bool]:
    """Whether it plainly matters to Windows nodes: by its name, or as the files have Windows."""
    is_named = lift(lambda name: "windows" in name.lower(), setting.name)
    signs = (is_named, windows_ipam(cluster), shows_windows(cluster))
    return Known(any(is_known(sign, True) for sign in signs))


def add_on_type(setting: CniSetting, _: Cluster) -> Value[ScalarType | None]:
    """The type that the vpc-cni add-on takes for it; null for what is no setting of the add-on.

    The add-on's schema for v1.18.6 (terraform-provider-aws issue 39577): what is under ``env``
    and the flags are strings, the rest numbers.
    """
    if not is_known(setting.holder, Holder.ADD_ON):
        return Known(None)
    return lift(_add_on_type, setting.name, setting.level)


def _add_on_type(name: str, level: Level) -> ScalarType | None:
    found = key_named(name, level)
    if level is Level.ENVIRONMENT:
        return ScalarType.STRING
    if found is None:
        return None
    return ScalarType.STRING if found.is_string else ScalarType.NUMBER


def is_refused(setting: CniSetting, cluster: Cluster) -> Value[bool]:
    """Whether the vpc-cni add-on takes another type for it, so that EKS refuses it."""
    wanted = add_on_type(setting, cluster)
    if is_known(wanted, None):
        return Known(False)
    return lift(lambda type, needed: type is not needed, setting.type, wanted)


def is_overridden(setting: CniSetting, cluster: Cluster) -> Value[bool]:
    """Whether the controller reads another key instead of this one."""
    name = key(setting, cluster)
    if isinstance(name, Unknown) or name.value is None:
        return Known(False)
    return cni_targets.is_overridden(cluster, name.value)


def overriding_key(setting: CniSetting, cluster: Cluster) -> Value[str | None]:
    """The key that the controller reads instead of this one wherever it is there; else null."""
    return lift(lambda name: before(name) if name else None, key(setting, cluster))
