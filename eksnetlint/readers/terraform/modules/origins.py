"""The chain of places a value came through, from its use back to where it was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eksnetlint.readers.terraform.modules.paths import is_foreign
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.hcl_tree import Attribute, Block
from eksnetlint.source.text import Span
from eksnetlint.values import Frame, Origin

# A longer chain explains nothing to anyone.
MOST_FRAMES = 16


def head(block: Block) -> Span:
    """A block's type and labels."""
    return block.source.place(block.start, block.head_end)


def attribute_span(attribute: Attribute) -> Span:
    """The name and the value; the name alone where the value takes more than a line."""
    source, start = attribute.source, attribute.name_start
    if "\n" in source.text[start : attribute.end]:
        return source.place(start, attribute.name_end)
    return source.place(start, attribute.end)


def come_through(value: TfValue, span: Span, note: str = "") -> TfValue:
    """A value with one more place in front of where it came from."""
    chain = chained([Frame(span, note), *value.origin.frames])
    return replace(value, origin=Origin(chain))


def chained(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Some frames without those that lie inside the one before, or came already.

    Inside a place that nothing is noted of, it is the narrower one that stays.
    """
    chain: list[Frame] = []
    for frame in frames:
        if chain and _is_within(frame.span, chain[-1].span):
            if len(chain) > 1 and not chain[-1].note:
                chain[-1] = frame
            continue
        if len(chain) < MOST_FRAMES and not any(frame.span == other.span for other in chain):
            chain.append(frame)
    return tuple(chain)


def renamed(value: TfValue, note: str) -> TfValue:
    """A value whose first place, so far one of use, is one it came through."""
    first, *others = value.origin.frames
    return replace(value, origin=Origin((Frame(first.span, note), *others)))


def in_own_files(value: TfValue, call: Span) -> TfValue:
    """A value of a downloaded module: what is written in the user's own files comes first.

    That is at least the place where the module is called.
    """
    frames = value.origin.frames
    own = [frame for frame in frames if not is_foreign(frame.span.path)]
    foreign = [frame for frame in frames if is_foreign(frame.span.path)]
    return replace(value, origin=Origin((*(own or [Frame(call)]), *foreign)[:MOST_FRAMES]))


def _is_within(inner: Span, outer: Span) -> bool:
    return inner.source is outer.source and outer.start <= inner.start and inner.end <= outer.end
