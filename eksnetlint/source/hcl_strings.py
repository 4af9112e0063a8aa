"""The text of strings and heredocs: escapes, strip markers and indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_QUOTED = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[nrt\"\\]|\$\$\{|%%\{")
_BARE = re.compile(r"\$\$\{|%%\{")
_NAMED = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\"}
# Go's unicode.IsSpace; Python's has four more.
_SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
_HEADER = re.compile(r"<<(-?)[^\n]*\n")


@dataclass(slots=True)
class Piece:
    """Literal text of a template, as it is meant, and the characters it is written with."""

    start: int
    end: int
    text: str

    def strip_left(self, raw: str, is_quoted: bool) -> None:
        stripped = self.text.lstrip(_SPACES)
        self.skip(raw, is_quoted, len(self.text) - len(stripped))

    def strip_right(self, raw: str, is_quoted: bool) -> None:
        stripped = self.text.rstrip(_SPACES)
        self.end = self.start + raw_offset(raw[self.start : self.end], is_quoted, len(stripped))
        self.text = stripped

    def skip(self, raw: str, is_quoted: bool, count: int) -> None:
        """Take characters off the front."""
        self.start += raw_offset(raw[self.start : self.end], is_quoted, count)
        self.text = self.text[count:]


def piece(text: str, start: int, end: int, is_quoted: bool) -> Piece:
    """The literal text between two offsets."""
    return Piece(start, end, resolve(text[start:end], is_quoted))


def line_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """The lines between two offsets of a heredoc or bare template.

    Terraform's scanner makes a token of each line, and a strip marker reaches no further.
    """
    while start < end:
        line_end = text.find("\n", start, end) + 1 or end
        yield piece(text, start, line_end, is_quoted=False)
        start = line_end


def resolve(raw: str, is_quoted: bool) -> str:
    """Literal text with its escapes resolved; backslashes escape in quotes only."""
    if "${" in raw or "%{" in raw or (is_quoted and "\\" in raw):
        return (_QUOTED if is_quoted else _BARE).sub(_meaning, raw)
    return raw


def _meaning(match: re.Match[str]) -> str:
    written = match[0]
    if written[0] != "\\":
        return written[1:]
    if written[1] not in "uU":
        return _NAMED[written]
    code = int(written[2:], 16)
    # Terraform refuses these.
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


def raw_offset(raw: str, is_quoted: bool, offset: int) -> int:
    """Where a character of the resolved text is written."""
    position = resolved = 0
    for match in (_QUOTED if is_quoted else _BARE).finditer(raw):
        plain = match.start() - position
        if resolved + plain >= offset:
            break
        resolved += plain + len(_meaning(match))
        position = match.end()
    return min(position + max(offset - resolved, 0), len(raw))


def unindent(tokens: Sequence[Piece | None], raw: str) -> None:
    """Take the indentation of ``<<-`` off the lines; None stands for what is no text.

    As HCL's flushHeredocTemplateParts does: blank lines neither count nor change, a line that
    begins with an interpolation has no indentation, and a line end that a strip marker took away
    begins no line.
    """
    begins_line = True
    lines: list[Piece] = []
    widths: list[int] = []
    for token in tokens:
        if begins_line:
            stripped = token.text.lstrip(_SPACES) if token else ""
            if token is None:
                widths.append(0)
            elif stripped or not token.text.endswith("\n"):
                lines.append(token)
                widths.append(len(token.text) - len(stripped))
        begins_line = token is not None and token.text.endswith("\n")
    common = min(widths, default=0)
    for line in lines if common else []:
        line.skip(raw, False, common)


def heredoc_body(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Where the lines of a heredoc begin and end, and whether it is ``<<-``."""
    header = _HEADER.match(text, start, end)
    if header is None:
        return end, end, False
    return header.end(), max(text.rfind("\n", 0, end) + 1, header.end()), bool(header[1])
