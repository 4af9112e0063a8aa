"""The chain of places a value came through, from where it is used to where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from eksnetlint.readers.terraform.types import Sensitive, TfObject, TfValue, items_within
from eksnetlint.source.text import Span
from eksnetlint.values import DECLARED, Known, Origin, at

# A longer chain explains nothing to anyone; its beginning and its end say the most.
MOST_FRAMES = 16
_HALF = MOST_FRAMES // 2
_MOST_PARTS = 256


def joined(*origins: Origin) -> Origin:
    """One chain of several, each frame once."""
    chains = [origin for origin in origins if origin.frames]
    if not chains:
        return DECLARED
    if len(chains) == 1 and len(chains[0].frames) <= MOST_FRAMES:
        return chains[0]
    frames = tuple(dict.fromkeys(frame for origin in chains for frame in origin.frames))
    if len(frames) > MOST_FRAMES:
        frames = frames[:_HALF] + frames[-_HALF:]
    return Origin(frames)


def here(span: Span) -> Origin:
    """The origin of something written at a place, of which the first line is shown."""
    return at(first_line(span))


def placed_at(span: Span, origin: Origin) -> Origin:
    """An origin that begins at a place, without its frames inside that place."""
    inside = (
        frame
        for frame in origin.frames
        if frame.span.source is not span.source
        or not span.start <= frame.span.start <= frame.span.end <= span.end
    )
    return joined(here(span), Origin(tuple(inside)))


def of_element(whole: Origin, part: Origin) -> Origin:
    """Where an item of a list is written; from the list on where that is not a plain one."""
    if len(whole.frames) <= 1 and part.frames:
        return part
    return whole.through(*part.frames)


def first_line(span: Span) -> Span:
    """The part of a span that is on its first line."""
    text = span.source.text
    end = text.find("\n", span.start, span.end)
    if end < 0:
        return span
    return Span(span.source, span.start, end - text.startswith("\r", end - 1))


def origin_of(arguments: Sequence[TfValue], depth: int = 2) -> Origin:
    """Where some arguments come from, and as far as ``depth`` what is inside them."""
    parts = islice(_parts(arguments, depth), _MOST_PARTS)
    return joined(*(part.origin for part in parts))


def _parts(values: Sequence[TfValue], depth: int) -> Iterator[TfValue]:
    yield from values
    if depth:
        for value in values:
            if isinstance(value, Known) and not _is_lazy(value.value):
                yield from _parts(items_within(value.value), depth - 1)


def _is_lazy(content: object) -> bool:
    content = content.content if isinstance(content, Sensitive) else content
    return isinstance(content, TfObject) and content.is_lazy


def is_placed(result: object) -> bool:
    """Whether the items of a collection know where they come from themselves."""
    items = items_within(result)
    return bool(items) and all(item.origin.frames for item in items)
