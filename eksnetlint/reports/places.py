"""Places in files as machines are told them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from urllib.parse import quote

from eksnetlint.finding import Finding, Related
from eksnetlint.source.text import Source, Span

_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")


def relative_uri(path: str) -> str | None:
    """A path as a relative URI reference, None for one that lies outside the root.

    Every reserved character is encoded: a colon in the first segment would read as a scheme.
    """
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if path.startswith("/") or ".." in parts or not parts:
        return None
    return "/".join(quote(part, safe="", errors="surrogateescape") for part in parts)


def utf16_region(span: Span) -> dict[str, int]:
    """A span as a SARIF region: from 1, end exclusive, columns in UTF-16 units."""
    first, last = span.first, span.last
    return {
        "startLine": first.line,
        "startColumn": first.column + _extra_units(span.source, first.line, span.start),
        "endLine": last.line,
        "endColumn": last.column + _extra_units(span.source, last.line, span.end),
    }


def related_places(finding: Finding) -> list[Related]:
    """The related places of a finding, each once, without the place of the finding itself."""
    seen = {finding.span.order}
    result = []
    for related in finding.related:
        if related.span.order not in seen:
            seen.add(related.span.order)
            result.append(related)
    return result


def _extra_units(source: Source, line: int, offset: int) -> int:
    """How many characters before an offset in its line need two UTF-16 units."""
    offsets = _two_unit_offsets(source)
    return bisect_left(offsets, offset) - bisect_left(offsets, source.line_starts[line - 1])


@lru_cache(maxsize=16)
def _two_unit_offsets(source: Source) -> tuple[int, ...]:
    if source.text.isascii():
        return ()
    return tuple(match.start() for match in _TWO_UNITS.finditer(source.text))
