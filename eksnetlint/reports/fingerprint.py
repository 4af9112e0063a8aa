"""Names for findings that outlive changes elsewhere in the file."""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from eksnetlint.finding import Finding
from eksnetlint.source.text import Source, Span

# As in github/codeql-action, src/fingerprints.ts.
_BLOCK = 100
_BASE = 37
_MASK = 0xFFFF_FFFF_FFFF_FFFF
_LAST_FACTOR = pow(_BASE, _BLOCK, _MASK + 1)
_LINE_FEED = 10
_END_OF_FILE = 65535


def line_hashes(source: Source) -> list[str]:
    """GitHub's ``primaryLocationLineHash`` of every line, "<hex>:<occurrence>", line 1 first.

    A hash covers the 100 UTF-16 units from the start of its line that are neither space nor
    tab, lines below included; github/codeql-action computes the same before it uploads SARIF.
    """
    units = _kept_units(source)
    starts = [0, *(index + 1 for index, unit in enumerate(units) if unit == _LINE_FEED)]
    units += [_END_OF_FILE, *[0] * _BLOCK]
    prefixes = list(accumulate(units, _extend, initial=0))
    seen: Counter[int] = Counter()
    hashes = []
    for start in starts:
        value = (prefixes[start + _BLOCK] - prefixes[start] * _LAST_FACTOR) & _MASK
        seen[value] += 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes


@lru_cache(maxsize=16)
def _hashes(source: Source) -> tuple[str, ...]:
    """The line hashes of the files in hand; findings come sorted by file."""
    return tuple(line_hashes(source))


def line_hash(span: Span) -> str:
    """The line hash of the line a span begins on."""
    return _hashes(span.source)[span.first.line - 1]


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A fingerprint for each finding: rule, path and line hash, unique among those given.

    Findings of one rule on one line are told apart by their order.
    """
    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        place = "\0".join((finding.rule.id, finding.span.path, line_hash(finding.span)))
        seen[place] += 1
        text = f"{place}\0{seen[place]}"
        result.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return result


def _kept_units(source: Source) -> list[int]:
    text = source.text
    if source.original is not None:
        text = source.original.decode("utf-8", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    # No hash reaches further into any line than this; files of one huge line exist.
    text = "\n".join(line[:_BLOCK] for line in text.split("\n"))
    encoded = text.encode("utf-16-le", "surrogatepass")
    return list(struct.unpack(f"<{len(encoded) // 2}H", encoded))


def _extend(prefix: int, unit: int) -> int:
    return (prefix * _BASE + unit) & _MASK
