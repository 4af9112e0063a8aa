"""The settings of a Windows group that eksctl checks before it makes anything.

Source: eksctl pkg/apis/eksctl.io/v1alpha5/validation.go at 99984ad (2026-08-21), ValidateNodeGroup
and ValidateManagedNodeGroup.
"""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.eksctl_setting import EksctlSetting
from eksnetlint.readers import fields
from eksnetlint.source.tree import Entry, Mapping, Scalar, Sequence
from eksnetlint.values import Known, Unknown, Value, at

_CONTAINERD = "containerd"
# The last version with dockershim (DockershimDeprecationVersion is 1.24).
_LAST_WITH_DOCKER = 23
# What a launch template says in place of the file, of what a Windows group may have.
_IN_TEMPLATE = (
    "instanceType",
    "maxPodsPerNode",
    "preBootstrapCommands",
    "volumeSize",
    "instanceName",
    "instancePrefix",
    "placement",
)
_SELF_MANAGED_ONLY = "eksctl takes it in nodeGroups only, for Windows"
_NO_DOCKER = "since Kubernetes 1.24 eksctl takes containerd only"
_BESIDE_TEMPLATE = "it belongs into the launch template of the group"


def settings_of(group: Mapping, name: Value[str], is_managed: bool) -> tuple[EksctlSetting, ...]:
    """The settings of a Windows group that eksctl may refuse."""
    found = _managed(group) if is_managed else _self_managed(group)
    return tuple(
        EksctlSetting(
            entry.span,
            Known(entry.key.text, at(entry.key.span)),
            name,
            _refusal(entry, why),
            _LAST_WITH_DOCKER if why == _NO_DOCKER else None,
        )
        for entry, why in found
    )


def _refusal(entry: Entry, why: str | Unknown | None) -> Value[str | None]:
    if isinstance(why, Unknown):
        return why
    # What is filled in may be nothing.
    hidden = fields.hidden(entry.value) if why else None
    return hidden or Known(why, at(entry.span))


def _managed(group: Mapping) -> Iterator[tuple[Entry, str | None]]:
    for key in ("overrideBootstrapCommand", "ami"):
        entry = fields.field(group, key)
        if entry and not _is_zero(entry):
            yield entry, _SELF_MANAGED_ONLY
    has_template = fields.field(group, "launchTemplate") is not None
    for key in _IN_TEMPLATE:
        entry = fields.field(group, key)
        if entry and not _is_zero(entry):
            yield entry, _BESIDE_TEMPLATE if has_template else None


def _is_zero(entry: Entry) -> bool:
    """Whether a field has what Go takes for no value; of pointers eksctl sees any."""
    if isinstance(entry.value, Sequence):
        return not entry.value.items
    is_pointer = entry.key.text in ("overrideBootstrapCommand", "volumeSize")
    return isinstance(entry.value, Scalar) and entry.value.text in ("", "0") and not is_pointer


def _self_managed(group: Mapping) -> Iterator[tuple[Entry, str | Unknown | None]]:
    for key, why in (
        ("kubeletExtraConfig", "eksctl cannot pass a kubelet configuration to Windows nodes"),
        ("bottlerocket", "it is for the family Bottlerocket"),
    ):
        entry = fields.field(group, key)
        if entry:
            yield entry, why
    entry = fields.field(group, "containerRuntime")
    if entry:
        yield entry, _of_runtime(group, fields.text(entry))


def _of_runtime(group: Mapping, runtime: Value[str]) -> str | Unknown | None:
    if isinstance(runtime, Unknown):
        return runtime
    if runtime.value != _CONTAINERD:
        return _NO_DOCKER
    if fields.field(group, "overrideBootstrapCommand"):
        return "overrideBootstrapCommand starts the node in its place"
    return None
