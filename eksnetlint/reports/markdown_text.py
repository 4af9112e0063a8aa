"""Text as Markdown: escaped where it would be taken for markup, on GitHub and in Sphinx alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODE_SPAN = re.compile(r"(`+)(?!`)([\s\S]*?[^`])\1(?!`)")
# An underscore inside a word, as in pod_capacity, is text already.
_SPECIAL = re.compile(r"[\\`*\[\]<>&~$|]|(?<!\w)_|_(?!\w)")
_LINE_START = re.compile(r"^(\s*)([#+=])", re.MULTILINE)
_NUMBER_AT_LINE_START = re.compile(r"(?<=\n)(\s*\d+)([.)])(?=\s)")
_BACKTICKS = re.compile(r"`+")
_INDENT = 4

# What a block of code begins with, by the language it is shown in.
_LANGUAGES = (
    ("json", re.compile(r"[\[{]")),
    ("console", re.compile(r"\$ ")),
    ("hcl", re.compile(r'[\w-]+( +"[^"]*")* *\{|[\w-]+ += ')),
    ("yaml", re.compile(r"(- )?[\"'\w./-]+:(\s|$)|- |#")),
)


def escaped(text: str) -> str:
    """Plain text as one line of Markdown that shows just it."""
    return _escape(" ".join(text.split()))


def inline(text: str) -> str:
    """Text with `code` in backticks, as one line of Markdown."""
    return _inline(" ".join(text.split()))


def prose(text: str) -> str:
    """Paragraphs, lists and indented blocks of code, as rule documents are written."""
    return "\n\n".join(
        fence(block, language_of(block)) if is_code else _inline(block)
        for is_code, block in _blocks(text)
    )


def code(text: str) -> str:
    """Text in the typewriter's face."""
    ticks = "`" * (max((len(run) for run in _BACKTICKS.findall(text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fence(text: str, language: str) -> str:
    """A block of code."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    ticks = "`" * max(longest + 1, 3)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"


def link(title: str, address: str) -> str:
    """A link; the title is Markdown already."""
    return f"[{title}]({address})"


def language_of(text: str) -> str:
    """The language a block of code seems to be written in."""
    return next((name for name, start in _LANGUAGES if start.match(text)), "text")


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Paragraphs, and what is indented: whether it is code, and its text."""
    code_lines: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        lines = [line.rstrip() for line in block.split("\n")]
        if all(line.startswith(" " * _INDENT) for line in lines):
            code_lines += ["", *lines] if code_lines else lines
            continue
        if code_lines:
            yield True, _dedented(code_lines)
            code_lines = []
        yield False, "\n".join(lines).strip()
    if code_lines:
        yield True, _dedented(code_lines)


def _dedented(lines: list[str]) -> str:
    least = min(len(line) - len(line.lstrip()) for line in lines if line)
    return "\n".join(line[least:] for line in lines)


def _inline(text: str) -> str:
    parts, end = [], 0
    for span in _CODE_SPAN.finditer(text):
        parts += [_escape(text[end : span.start()]), span[0]]
        end = span.end()
    return "".join([*parts, _escape(text[end:])])


def _escape(text: str) -> str:
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    text = _LINE_START.sub(r"\1\\\2", text)
    return _NUMBER_AT_LINE_START.sub(r"\1\\\2", text)
