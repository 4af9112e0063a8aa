"""Label selectors as the Kubernetes API writes them."""

from __future__ import annotations

from eksnetlint.model.labels import Operator, Requirement, Selector
from eksnetlint.readers import fields
from eksnetlint.readers.traced import reason_of
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.tree import Mapping, Node, Sequence
from eksnetlint.values import Known, Reason

_UNREADABLE = Reason("a selector cannot be read")


def selector_of(node: Node | None) -> Selector:
    """A LabelSelector; an absent or empty one selects everything.

    What the API does not define in it is not guessed at: the server drops it or refuses it.
    """
    hidden = fields.hidden(node)
    if hidden:
        return Selector(unreadable=hidden.reason)
    if node is None:
        return Selector()
    if not isinstance(node, Mapping) or set(node.fields) - {"matchLabels", "matchExpressions"}:
        return Selector(unreadable=_UNREADABLE)
    requirements: list[Requirement | Reason] = [
        *_by_labels(fields.child(node, "matchLabels")),
        *_by_expressions(fields.child(node, "matchExpressions")),
    ]
    unreadable = next((item for item in requirements if isinstance(item, Reason)), None)
    readable = tuple(item for item in requirements if isinstance(item, Requirement))
    return Selector(readable, unreadable)


def _by_labels(node: Node | None) -> list[Requirement | Reason]:
    hidden = fields.hidden(node)
    if hidden:
        return [hidden.reason]
    if not isinstance(node, Mapping):
        return [] if node is None else [_UNREADABLE]
    return [
        reason_of(entry.key)
        if kind_of(entry.key) is Kind.PLACEHOLDER
        else Requirement(key, Operator.IN, (fields.text(entry),))
        for key, entry in node.fields.items()
    ]


def _by_expressions(node: Node | None) -> list[Requirement | Reason]:
    if isinstance(node, Sequence):
        return [_by_expression(item) for item in node.items]
    hidden = fields.hidden(node)
    if hidden:
        return [hidden.reason]
    return [] if node is None else [_UNREADABLE]


def _by_expression(node: Node) -> Requirement | Reason:
    key, operator = fields.field(node, "key"), fields.field(node, "operator")
    name = fields.text(key) if key else None
    word = fields.text(operator) if operator else None
    if not isinstance(name, Known) or not isinstance(word, Known):
        return _UNREADABLE
    known = {member.value: member for member in Operator}
    if word.value not in known:
        return _UNREADABLE
    values = fields.child(node, "values")
    hidden = fields.hidden(values)
    if hidden:
        return hidden.reason
    if values is not None and not isinstance(values, Sequence):
        return _UNREADABLE
    texts = tuple(fields.node_text(item) for item in fields.items(values))
    return Requirement(name.value, known[word.value], texts)
