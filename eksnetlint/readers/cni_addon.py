"""The configuration values of the vpc-cni add-on, whoever installs it."""

from __future__ import annotations

from eksnetlint.aws.cni_keys import VALUE_NAMES
from eksnetlint.readers import fields
from eksnetlint.source.scalars import Kind, kind_of, truth_of
from eksnetlint.source.tree import Entry, Mapping, Scalar
from eksnetlint.values import Origin, Reason, Unknown, Value

# Configuration values of the add-on and the ConfigMap keys they end up under.
KEYS = {name: key.name for name, key in VALUE_NAMES.items()}

# The flags, and what a user can declare in their stead.
_FLAGS = {
    "enable-windows-ipam": "windows_ipam",
    "enable-windows-prefix-delegation": "prefix_delegation",
    "enable-network-policy-controller": "network_policy_engine",
}


def settings_of(root: Mapping) -> dict[str, Value[str]]:
    """The settings under the keys of the ConfigMap."""
    return {KEYS[key]: fields.text(value) for key, value in root.fields.items() if key in KEYS}


def unsettled(reason: Reason, origin: Origin) -> dict[str, Value[str]]:
    """Flags that may be set where it cannot be seen; they give way to any that are written."""
    return {
        key: Unknown(Reason(reason.text, declare), origin, is_set=False)
        for key, declare in _FLAGS.items()
    }


def as_helm_prints(entry: Entry) -> Entry:
    """A value of a chart as its template writes it into the ConfigMap."""
    # A YAML boolean may be spelt "yes"; the template prints what it means.
    value = entry.value
    if not isinstance(value, Scalar) or kind_of(value) is not Kind.BOOLEAN:
        return entry
    text = "true" if truth_of(value.text) else "false"
    printed = Scalar(value.source, value.start, value.end, text)
    return Entry(entry.key, printed, entry.start, entry.end)
