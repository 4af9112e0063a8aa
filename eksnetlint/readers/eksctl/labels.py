"""Labels and taints that eksctl gives the nodes of a group."""

from __future__ import annotations

from eksnetlint.model.labels import Labels
from eksnetlint.model.taints import Taint, Taints
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import labels_at
from eksnetlint.readers.kubernetes.scheduling import taints_of
from eksnetlint.source.tree import Entry, Mapping
from eksnetlint.values import Known, Reason, Value, at, lift

_OWN_BOOTSTRAP = Reason("a node group's own bootstrap command may give its nodes labels and taints")
_TEMPLATE = Reason("a node group's launch template may give its nodes labels and taints")


def group_labels(group: Mapping, name: Value[str], is_managed: bool) -> Labels:
    """The labels a group lists, and those with its name.

    Sources: eksctl pkg/apis/eksctl.io/v1alpha5/types.go, NodeGroupNameLabel and
    EKSNodeGroupNameLabel; defaults.go, setNodeGroupLabelDefaults.
    """
    written = labels_at(group, "labels")
    own = {"alpha.eksctl.io/nodegroup-name": name}
    if is_managed:
        own["eks.amazonaws.com/nodegroup"] = name
    return Labels({**written.items, **own}, written.open_because or _hidden(group, is_managed))


def group_taints(group: Mapping, is_managed: bool) -> Taints:
    """The taints of a group, as a list of objects, or as a mapping of keys to ``value:effect``.

    Source: eksctl pkg/apis/eksctl.io/v1alpha5/types.go, taintsWrapper; pkg/utils/taints.
    """
    written = fields.child(group, "taints")
    if isinstance(written, Mapping):
        found = Taints(tuple(_short(key, entry) for key, entry in written.fields.items()))
    else:
        found = taints_of(written)
    return Taints(found.items, found.open_because or _hidden(group, is_managed))


def _short(key: str, entry: Entry) -> Taint:
    text = fields.text(entry)
    return Taint(
        Known(key, at(entry.span)),
        lift(lambda found: found.rpartition(":")[0], text),
        lift(lambda found: found.rpartition(":")[2], text),
        at(entry.span),
    )


def _hidden(group: Mapping, is_managed: bool) -> Reason | None:
    if not is_managed and fields.field(group, "overrideBootstrapCommand"):
        return _OWN_BOOTSTRAP
    return _TEMPLATE if is_managed and fields.field(group, "launchTemplate") else None
