"""What the vpc-cni add-on writes over settings that others make."""

from __future__ import annotations

from eksnetlint.aws.cni_keys import KEYS
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cni import GO_FALSE, CniConfiguration, CniSetting, Holder, Level
from eksnetlint.model.cni_setting import key_named
from eksnetlint.model.cni_setting_facts import key
from eksnetlint.values import Known, Unknown, Value, at, is_known

_OWNER = "the add-on, which writes its own default"


def is_undone_by_add_on(setting: CniSetting, cluster: Cluster) -> Value[bool]:
    """Whether the vpc-cni add-on writes another value, as its own default, under the same key.

    It does so unless it is told to preserve what others change. Known only where all of its
    configuration can be seen.
    """
    name = key(setting, cluster)
    if isinstance(name, Unknown) or name.value is None or isinstance(setting.text, Unknown):
        return Known(False)
    for item in cluster.cni_configurations:
        is_own = any(other is setting for other in item.written)
        if not is_own and _writes_default(item, name.value, setting.text.value):
            return Known(True, at(item.holder.origin.span or item.span, _OWNER))
    return Known(False)


def _writes_default(item: CniConfiguration, name: str, text: str) -> bool:
    """Whether an add-on writes its own default under a key, and nothing keeps another text."""
    is_silent = item.open_because is None and not any(
        isinstance(other.name, Known) and key_named(other.name.value, Level.TOP) is KEYS[name]
        for other in item.written
    )
    is_add_on = is_known(item.holder, Holder.ADD_ON) and is_known(item.preserves, False)
    return is_add_on and is_silent and _differs(text, KEYS[name].default)


def _differs(text: str, default: str | None) -> bool:
    if default is None or text in GO_FALSE:
        return default is not None and default not in GO_FALSE
    return text != default
