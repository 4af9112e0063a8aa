"""The parts of policy rules that Calico cannot turn into rules of Windows.

Calico leaves a rule out on Windows nodes, and goes on with the next, where it has a negative match,
a named port, or an ICMP type (projectcalico/calico at 87c1590,
felix/dataplane/windows/policysets/policysets.go, protoRuleToHnsRules). Rules that only log are left
out too, which changes no traffic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from eksnetlint.model.policy import RulePart
from eksnetlint.readers import fields
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Node, Scalar, Sequence
from eksnetlint.values import Frame, Known, Origin, Value

_DIRECTIONS = ("ingress", "egress")
_PEERS = {"ingress": "from", "egress": "to"}
# Calico writes a range of ports with a colon.
_NUMBERS = re.compile(r"[0-9]+(?::[0-9]+)?\Z")
# What a rule's notSelector is taken out of, so that nothing negative is left (felix,
# calc/rule_scanner.go, combineMatchesIfPossible). In a namespace there is always something.
_POSITIVE = ("selector", "namespaceSelector", "serviceAccounts")


def skipped_kubernetes_rules(spec: Node | None) -> Value[tuple[RulePart, ...]]:
    """Those of networking.k8s.io/v1; the exceptions of an ipBlock become a negative match."""
    found: list[RulePart] = []
    for direction, rule in _rules(spec):
        for port in fields.items(fields.child(rule, "ports")):
            entry = fields.field(port, "port")
            if entry:
                found += _named(entry.value, entry.span)
        for peer in fields.items(fields.child(rule, _PEERS[direction])):
            found += _given(peer, "an ipBlock with except", "ipBlock", "except")
    return _told(found)


def skipped_calico_rules(spec: Node | None, is_global: bool) -> Value[tuple[RulePart, ...]]:
    """Those of Calico's own policies."""
    return _told([part for _, rule in _rules(spec) for part in _of_rule(rule, is_global)])


def _rules(spec: Node | None) -> Iterator[tuple[str, Node]]:
    for direction in _DIRECTIONS:
        for rule in fields.items(fields.child(spec, direction)):
            yield direction, rule


def _told(parts: Iterable[RulePart]) -> Value[tuple[RulePart, ...]]:
    found = tuple(parts)
    return Known(found, Origin(tuple(Frame(part.span, part.title) for part in found)))


def _of_rule(rule: Node, is_global: bool) -> Iterator[RulePart]:
    for key in ("type", "code"):
        yield from _given(rule, "an ICMP type or code", "icmp", key)
    for key in ("notProtocol", "notICMP"):
        yield from _given(rule, key, key)
    for side in ("source", "destination"):
        yield from _of_peer(fields.child(rule, side), is_global)


def _of_peer(peer: Node | None, is_global: bool) -> Iterator[RulePart]:
    for key in ("notNets", "notPorts"):
        yield from _given(peer, key, key)
    if is_global and not any(fields.field(peer, key) for key in _POSITIVE):
        yield from _given(peer, "notSelector alone", "notSelector")
    for port in fields.items(fields.child(peer, "ports")):
        yield from _named(port, port.span)


def _given(node: Node | None, title: str, *path: str) -> Iterator[RulePart]:
    """A field that is there and not empty; one that is filled in later may be empty."""
    entry = fields.field(node, *path)
    if entry is None or fields.hidden(entry.value):
        return
    value = entry.value
    is_empty = isinstance(value, Scalar) and value.text == ""
    is_empty |= isinstance(value, Sequence) and not value.items
    if not is_empty:
        yield RulePart(entry.span, title)


def _named(port: Node, span: Span) -> Iterator[RulePart]:
    is_seen = isinstance(port, Scalar) and kind_of(port) is not Kind.PLACEHOLDER
    text = port.text if isinstance(port, Scalar) and is_seen else ""
    if text and not _NUMBERS.match(text):
        yield RulePart(span, f"the named port '{text}'")
