"""The network interfaces that Karpenter's classes of nodes list."""

from __future__ import annotations

from eksnetlint.readers import fields
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Node
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at, disjunction, known_or, lift

LAUNCH_TEMPLATE = Reason("a launch template describes the nodes of a NodeClass")


def eni_count_of(spec: Node | None, span: Span) -> Value[int]:
    """One, unless ``networkInterfaces`` lists more (karpenter.k8s.aws/v1 as of 2026-08)."""
    template = fields.field(spec, "launchTemplate")
    if template:
        return Unknown(LAUNCH_TEMPLATE, at(template.span))
    entry = fields.field(spec, "networkInterfaces")
    if entry is None:
        return Known(1, at(span), is_set=False)
    parts = (entry.value, *fields.items(entry.value))
    hidden = next((item for part in parts if (item := fields.hidden(part))), None)
    # Interfaces for EFA only carry no addresses.
    kinds = [
        known_or(fields.string(item, "interfaceType", default="interface", span=span), "interface")
        for item in fields.items(entry.value)
    ]
    return hidden or Known(kinds.count("interface"), Origin(at(entry.span).frames))


def uses_efa(spec: Node | None, span: Span) -> Value[bool]:
    """Whether ``networkInterfaces`` has one for EFA; the other kind is called interface."""
    listed = fields.items(fields.child(spec, "networkInterfaces"))
    kinds = (fields.field(item, "interfaceType") for item in listed)
    answers = [lift(lambda kind: kind == "efa-only", fields.text(kind)) for kind in kinds if kind]
    return disjunction(answers) if answers else Known(False, at(span), is_set=False)
