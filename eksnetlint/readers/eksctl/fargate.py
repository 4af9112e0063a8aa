"""The Fargate profiles of an eksctl file."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.fargate import FargateProfile, FargateSelector
from eksnetlint.readers import fields
from eksnetlint.source.tree import Mapping, Node
from eksnetlint.values import Reason, Unknown, Value, at

_NO_NAME = Reason("a Fargate profile has no name")
_NO_NAMESPACE = Reason("a Fargate profile's selector names no namespace")


def fargate_profiles_of(root: Mapping) -> Iterator[FargateProfile]:
    """Each declared profile that can be seen."""
    for profile in fields.items(fields.child(root, "fargateProfiles")):
        if not isinstance(profile, Mapping):
            continue
        entry = fields.field(profile, "name")
        name = fields.text(entry) if entry else Unknown(_NO_NAME, at(profile.span))
        span = entry.span if entry else profile.span
        selectors = fields.items(fields.child(profile, "selectors"))
        yield FargateProfile(span, name, tuple(_selector(item) for item in selectors))


def _selector(node: Node) -> FargateSelector:
    entry = fields.field(node, "namespace")
    missing = fields.hidden(node) or Unknown(_NO_NAMESPACE, at(node.span))
    labels: dict[str, Value[str]] = {}
    written = fields.child(node, "labels")
    hidden = fields.hidden(written)
    if hidden:
        labels["*"] = hidden
    elif isinstance(written, Mapping):
        labels = {key: fields.text(item) for key, item in written.fields.items()}
    return FargateSelector(fields.text(entry) if entry else missing, labels)
