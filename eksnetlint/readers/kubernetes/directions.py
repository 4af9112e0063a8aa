"""What a policy does to incoming and to outgoing traffic, as its kind defines it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from eksnetlint.model.policy import Effect
from eksnetlint.readers import fields
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping, Node, Sequence
from eksnetlint.values import Known, Reason, Unknown, Value, at

_UNREADABLE = Reason("a policy's rules cannot be read")
_NO_TYPE = Reason("a policy type that Kubernetes does not have")
_PEERS = {"ingress": "from", "egress": "to"}
# Fields of a Calico rule that narrow no traffic (Calico documentation, "Network policy", Rule).
_NO_CONDITIONS = frozenset({"action", "metadata"})


@dataclass(frozen=True, slots=True)
class Directions:
    """The effects of a policy on incoming and on outgoing traffic."""

    ingress: Value[Effect]
    egress: Value[Effect]


_Default: TypeAlias = Callable[[str], bool]


def kubernetes_directions(spec: Node | None, span: Span) -> Directions:
    """As networking.k8s.io/v1 defines it, defaults included.

    Where no policy types are given, incoming traffic is always restricted, and outgoing traffic
    where there is a rule for it (Kubernetes API, NetworkPolicySpec.policyTypes).
    """

    def is_default(direction: str) -> bool:
        return direction == "ingress" or bool(fields.items(fields.child(spec, direction)))

    return _directions(spec, span, "policyTypes", is_default, _kubernetes_effect)


def calico_directions(spec: Node | None, span: Span) -> Directions:
    """As Calico defines it: without types, the directions that have rules, else incoming traffic.

    Source: Calico documentation, "Network policy", Spec, types.
    """
    has_rules = {key for key in _PEERS if fields.field(spec, key)}

    def is_default(direction: str) -> bool:
        return direction in has_rules or (direction == "ingress" and not has_rules)

    return _directions(spec, span, "types", is_default, _calico_effect)


def other_directions(spec: Node | None, span: Span) -> Directions:
    """Kinds that restrict a direction where they have rules for it, and cannot be told more of."""
    hidden = fields.hidden(spec)
    if hidden:
        return Directions(hidden, hidden)
    return Directions(_ruled(spec, "ingress", span), _ruled(spec, "egress", span))


def _ruled(spec: Node | None, direction: str, span: Span) -> Value[Effect]:
    for key in (direction, f"{direction}Deny"):
        entry = fields.field(spec, key)
        if entry:
            return fields.hidden(entry.value) or Known(Effect.BY_RULES, at(entry.span))
    return Known(Effect.LEFT_ALONE, at(span), is_set=False)


_Judge: TypeAlias = Callable[[Node | None, str, Span], Value[Effect]]


def _directions(
    spec: Node | None, span: Span, key: str, is_default: _Default, effect: _Judge
) -> Directions:
    hidden = fields.hidden(spec)
    if hidden:
        return Directions(hidden, hidden)
    given = _types(fields.child(spec, key))
    if isinstance(given, Unknown):
        return Directions(given, given)

    def one(direction: str) -> Value[Effect]:
        rules = fields.hidden(fields.child(spec, direction))
        if given.value:
            concerned = direction.capitalize() in given.value
        elif rules:
            return rules
        else:
            concerned = is_default(direction)
        if not concerned:
            return Known(Effect.LEFT_ALONE, given.origin if given.value else at(span), False)
        return effect(spec, direction, span)

    return Directions(one("ingress"), one("egress"))


def _types(node: Node | None) -> Value[frozenset[str]]:
    """The policy types; an empty list is taken for none at all."""
    hidden = fields.hidden(node)
    if hidden:
        return hidden
    if node is not None and not isinstance(node, Sequence):
        return Unknown(_UNREADABLE, at(node.span))
    found: set[str] = set()
    for item in fields.items(node):
        text = fields.node_text(item)
        if isinstance(text, Unknown):
            return text
        if text.value not in ("Ingress", "Egress"):
            return Unknown(_NO_TYPE, text.origin)
        found.add(text.value)
    return Known(frozenset(found), at(node.span)) if node is not None else Known(frozenset())


def _rules(spec: Node | None, direction: str, span: Span) -> tuple[list[Node], Span] | Unknown:
    entry = fields.field(spec, direction)
    if entry is None:
        return [], span
    hidden = fields.hidden(entry.value)
    if hidden:
        return hidden
    if not isinstance(entry.value, Sequence):
        return Unknown(_UNREADABLE, at(entry.span))
    return entry.value.items, entry.span


def _kubernetes_effect(spec: Node | None, direction: str, span: Span) -> Value[Effect]:
    """No rule lets nothing through; a rule with neither peers nor ports lets everything through."""
    rules = _rules(spec, direction, span)
    if isinstance(rules, Unknown):
        return rules
    items, place = rules
    if not items:
        return Known(Effect.DENIED, at(place), place is not span)
    unclear: Unknown | None = None
    for item in items:
        answer = _lets_all_through(item, _PEERS[direction])
        if isinstance(answer, Unknown):
            unclear = unclear or answer
        elif answer.value:
            return Known(Effect.ALLOWED, answer.origin)
    return unclear or Known(Effect.BY_RULES, at(place))


def _lets_all_through(rule: Node, peers: str) -> Value[bool]:
    hidden = fields.hidden(rule)
    if hidden:
        return hidden
    if fields.is_null(rule):
        return Known(True, at(rule.span))
    if not isinstance(rule, Mapping) or set(rule.fields) - {peers, "ports"}:
        return Unknown(_UNREADABLE, at(rule.span))
    for key in (peers, "ports"):
        node = fields.child(rule, key)
        unseen = fields.hidden(node)
        if unseen:
            return unseen
        if node is not None and not isinstance(node, Sequence):
            return Unknown(_UNREADABLE, at(node.span))
        if fields.items(node):
            return Known(False, at(rule.span))
    return Known(True, at(rule.span))


def _calico_effect(spec: Node | None, direction: str, span: Span) -> Value[Effect]:
    """What the first rule without a condition says; what no rule takes is denied."""
    rules = _rules(spec, direction, span)
    if isinstance(rules, Unknown):
        return rules
    items, place = rules
    for item in items:
        action = fields.field(item, "action")
        word = fields.text(action) if action else Unknown(_UNREADABLE, at(item.span))
        if isinstance(word, Unknown):
            return word
        if word.value == "Log":
            continue
        is_open = isinstance(item, Mapping) and not set(item.fields) - _NO_CONDITIONS
        effects = {"Allow": Effect.ALLOWED, "Deny": Effect.DENIED}
        return Known(
            effects.get(word.value, Effect.BY_RULES) if is_open else Effect.BY_RULES, at(place)
        )
    return Known(Effect.DENIED, at(place), place is not span)
