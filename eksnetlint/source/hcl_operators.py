"""How operators and postfixes group, where tree-sitter's tree groups otherwise than HCL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tree_sitter import Node

_OPERATORS = set("|| && == != < > <= >= + - * / %".split())


class Unreadable(Exception):
    """An expression has something in it that fits nothing, or lacks something."""


def children(node: Node) -> list[Node]:
    """The children but for comments; raises `Unreadable` where one is no part of the grammar."""
    nodes = node.children
    for child in nodes:
        if child.type == "comment":
            nodes = [other for other in nodes if other.type != "comment"]
            break
    if node.has_error and any(child.is_error or child.is_missing for child in nodes):
        raise Unreadable
    return nodes


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with what is on its right; ``start`` and ``end`` hold its left side too."""

    operator: str
    right: list[Node]
    start: int
    end: int


def operations(node: Node) -> tuple[list[Node], list[Operation]]:
    """The leftmost operand of a binary operation, and what is done to it, innermost first.

    ``a - b - c`` is as many levels deep as it has operators: hence no recursion.
    """
    found: list[Operation] = []
    while True:
        nodes = children(node)
        place = next((i for i, child in enumerate(nodes) if i and child.type in _OPERATORS), 0)
        if not place or place == len(nodes) - 1:
            raise Unreadable
        right = nodes[place + 1 :]
        found.append(Operation(nodes[place].type, right, node.start_byte, node.end_byte))
        left = nodes[:place]
        inner = children(left[0])[0] if len(left) == 1 and left[0].type == "operation" else None
        if inner is None or inner.type != "binary_operation":
            return left, found[::-1]
        node = inner


def conditionals(node: Node) -> list[Node]:
    """``[a, b, c, d, e]`` of ``a ? b : c ? d : e``.

    HCL takes all of ``c ? d : e`` for the last part of the first; tree-sitter-hcl takes the first
    for the condition of the last.
    """
    tail: list[Node] = []
    while True:
        nodes = children(node)
        parts = [child for child in nodes if child.type == "expression"]
        if len(parts) != 3:
            raise Unreadable
        tail += [parts[2], parts[1]]
        inner = children(parts[0])
        if len(inner) != 1 or inner[0].type != "conditional":
            return [parts[0], *reversed(tail)]
        node = inner[0]


class Step(Enum):
    """What a postfix does."""

    ATTRIBUTE = "a.b"
    INDEX = "a[0]"
    LEGACY_INDEX = "a.0"
    SPLAT = "a[*]"
    ATTRIBUTE_SPLAT = "a.*"


@dataclass(frozen=True, slots=True)
class Postfix:
    """One step of a traversal; ``key`` is the name or the expression in brackets."""

    step: Step
    start: int
    end: int
    key: Node | None = None


def postfixes(nodes: list[Node]) -> list[Postfix]:
    """The steps in order, taken out of the splats in which tree-sitter collects some of them."""
    steps: list[Postfix] = []
    for node in nodes:
        kind = node.type
        if kind == "splat":
            steps += _splat_steps(children(node)[0])
        elif kind == "get_attr":
            name = children(node)[-1]
            steps.append(Postfix(Step.ATTRIBUTE, node.start_byte, node.end_byte, name))
        elif kind == "index":
            steps.append(_index(children(node)[0]))
        else:
            raise Unreadable
    return steps


def _splat_steps(node: Node) -> list[Postfix]:
    marker, *rest = children(node)
    step = Step.SPLAT if node.type == "full_splat" else Step.ATTRIBUTE_SPLAT
    return [Postfix(step, marker.start_byte, marker.end_byte), *postfixes(rest)]


def _index(node: Node) -> Postfix:
    if node.type == "legacy_index":
        return Postfix(Step.LEGACY_INDEX, node.start_byte, node.end_byte)
    nodes = children(node)
    if len(nodes) != 3:
        raise Unreadable
    return Postfix(Step.INDEX, node.start_byte, node.end_byte, nodes[1])
