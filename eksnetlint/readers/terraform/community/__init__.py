"""Public modules that are not on disk: what they would declare, by tables."""

from __future__ import annotations

from eksnetlint.readers.terraform.community.harmless import brings_no_nodes
from eksnetlint.readers.terraform.community.registry import stand_in_of

__all__ = ["brings_no_nodes", "stand_in_of"]
