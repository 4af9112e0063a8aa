"""Trees as plain Python values, for JSON Schema."""

from __future__ import annotations

from typing import Any

from eksnetlint.source.scalars import Kind, integer_of, kind_of, truth_of
from eksnetlint.source.tree import Mapping, Node, Sequence


def plain(node: Node, *, is_final: bool = False) -> Any:
    """Dicts, lists and scalars as sigs.k8s.io/yaml types them.

    A placeholder is None, since it stands for any value; in a final text it is a text like others.
    """
    if isinstance(node, Mapping):
        return {key: plain(entry.value, is_final=is_final) for key, entry in node.fields.items()}
    if isinstance(node, Sequence):
        return [plain(item, is_final=is_final) for item in node.items]
    kind = kind_of(node)
    if kind is Kind.PLACEHOLDER and is_final:
        return node.text
    if kind in (Kind.NULL, Kind.PLACEHOLDER):
        return None
    if kind is Kind.BOOLEAN:
        return truth_of(node.text)
    if kind is Kind.INTEGER:
        return integer_of(node.text)
    return float(node.text) if kind is Kind.NUMBER else node.text


def node_at(root: Node, path: list[str | int]) -> Node:
    """The node at a path of keys and indexes, or the last one on the way that is there."""
    node = root
    for part in path:
        if isinstance(node, Mapping) and str(part) in node.fields:
            node = node.fields[str(part)].value
        elif isinstance(node, Sequence) and isinstance(part, int):
            node = node.items[part]
    return node
