"""Blocks with what an override file puts in their place."""

from __future__ import annotations

import re

from eksnetlint.source.hcl_tree import Block, Body

_OVERRIDE = re.compile(r"(?:^|/|_)override\.(?:tf|tofu)(?:\.json)?$")


def is_override(path: str) -> bool:
    """Whether a file is one of those that Terraform merges into the others."""
    return _OVERRIDE.search(path) is not None


def overridden(block: Block, override: Block) -> Block:
    """A block whose arguments, and nested blocks of a type, give way to those of another one.

    Terraform docs, "Override Files", 2026-11: nested blocks are replaced type by type, and a
    `dynamic` block is of the type that it makes.
    """
    replaced = set(override.body.attributes) | {
        made_type(nested) for nested in override.body.blocks
    }
    attributes = {
        name: attribute for name, attribute in block.body.attributes.items() if name not in replaced
    }
    blocks = [nested for nested in block.body.blocks if made_type(nested) not in replaced]
    body = Body(
        block.body.source,
        block.body.start,
        block.body.end,
        attributes | override.body.attributes,
        blocks + override.body.blocks,
        block.body.is_partial or override.body.is_partial,
    )
    return Block(
        block.source, block.start, block.end, block.type, block.labels, block.head_end, body
    )


def made_type(block: Block) -> str:
    """The type of a nested block, or of the blocks that a `dynamic` one makes."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type
