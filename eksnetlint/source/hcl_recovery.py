"""A file that is not all HCL: block by block, so that one broken block spoils no other."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from eksnetlint.source.hcl_second_opinion import Ask, tolerable
from eksnetlint.source.hcl_syntax import Syntax, joined, parse
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Problem

_SECONDS_PARTS = 0.4
_SECONDS_PART = 0.1
_MOST_PROBLEMS = 20

# Terraform's formatter begins these lines in the first column, and no others.
_HEADS = re.compile(
    r"^(?:check|data|ephemeral|import|locals|module|moved|output|provider|removed|resource"
    r"|terraform|variable)\b[^\n{=]*\{",
    re.MULTILINE,
)
_VALUE_HEADS = re.compile(r"^[^\W\d][\w\-]*[ \t]*=", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A stretch of a file that begins with a block's head; no syntax where that took too long."""

    start: int
    end: int
    mask: bytes
    syntax: Syntax | None

    @property
    def is_broken(self) -> bool:
        return self.syntax is None or self.syntax.root.has_error


def parts_of(source: Source, mask: bytes, whole: Syntax | None) -> Iterator[Part]:
    """The blocks of a file, or the attributes of a file of values, each parsed on its own."""
    heads = _VALUE_HEADS if source.path.endswith(".tfvars") else _HEADS
    starts = [0, *(match.start() for match in heads.finditer(source.text)), len(source.text)]
    if len(starts) == 2 and whole is not None:
        yield Part(0, len(source.text), mask, whole)
        return
    deadline = time.monotonic() + _SECONDS_PARTS
    for start, end in pairwise(starts):
        if start < end:
            own = min(deadline, time.monotonic() + _SECONDS_PART)
            part = mask[start:end]
            yield Part(start, end, part, parse(part, start, own))


def problems_of(
    source: Source, mask: bytes, parts: list[Part], ask: Ask, deadline: float
) -> list[Problem]:
    """What ``ask`` refuses of the broken parts, or has not judged by the deadline."""
    broken = [part for part in parts if part.is_broken]
    opinions = []
    if broken and all(part.syntax for part in broken):
        texts = [tolerable(joined(part.mask, part.syntax)) for part in broken if part.syntax]
        opinions = ask([tolerable(mask.decode()), *texts], deadline - time.monotonic())
    if opinions and opinions[0] is None:
        return []
    problems = []
    for place, part in enumerate(broken[:_MOST_PROBLEMS], 1):
        refusal = opinions[place] if place < len(opinions) else None
        if refusal:
            span = source.place(part.start + refusal.start, part.start + refusal.end)
            problems.append(Problem(refusal.message, span))
        elif place >= len(opinions):
            problems.append(_unjudged(source, part))
    return problems


def _unjudged(source: Source, part: Part) -> Problem:
    message, start, end = "takes too long to read from here on", part.start, part.end
    if part.syntax is not None:
        message, start, end = part.syntax.first_error()
    start, end = min(start, part.end), min(end, part.end)
    line_end = source.text.find("\n", start, end)
    return Problem(message, source.place(start, line_end if line_end > start else end))
