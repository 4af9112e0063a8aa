"""YAML and JSON text as trees that keep every position."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import yaml

from eksnetlint.source.builder import Builder, Refused
from eksnetlint.source.tree import Document, Node, Problem, Text

_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|\Z)", re.MULTILINE)
_CONTROL_LINE = re.compile(r"^[ \t]*(?:- *)?\{(?:\{-?|%)[ \t]*(?:/\*|\w+)", re.MULTILINE)
_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{")
# What people and small scripts fill in: {registry}, <your cluster>, %NAME%.
_BLANK = re.compile(r"\{[A-Za-z][\w.-]*\}|<[A-Za-z][^<>\n]*>|%[A-Za-z]\w*%")
# Comments and directives before a marker belong to the document it begins.
_PROLOGUE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n]|%[^\r\n]*[\r\n])*")
# All but these characters (YAML 1.1, rule c-printable).
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Wanted: TypeAlias = Callable[[str], bool]


def documents(source: Text, is_wanted: Wanted = lambda _: True) -> Iterator[Document]:
    """The documents of a text, each read on its own so that one broken one spoils no other.

    A marker at the start of a line always ends a document (YAML 1.2, rule c-forbidden). Those
    whose text is not wanted are passed over.
    """
    text = source.text
    start = 0
    for match in _MARKER.finditer(text):
        if match[0] == "---" and _PROLOGUE.fullmatch(text, start, match.start()):
            continue
        yield from _document(source, start, match.start(), is_wanted)
        start = match.end() if match[0] == "..." else match.start()
    yield from _document(source, start, len(text), is_wanted)


def _document(source: Text, start: int, end: int, is_wanted: Wanted) -> Iterator[Document]:
    body = source.text[start:end]
    if not body.removeprefix("---").strip() or not is_wanted(body):
        return
    document = Document(source, start, end)
    _parse(document)
    if document.root is not None and "{" in body and _has_control_line(document):
        document.is_template = True
        document.root = None
    if document.root is not None or document.problem is not None or document.is_template:
        yield document


def tree_of(text: Text) -> Node | None:
    """The tree of a text that is one document; None where it is not."""
    document = Document(text, 0, len(text.text))
    _parse(document)
    return document.root


def _parse(document: Document) -> None:
    try:
        document.root = Builder(document).build(document.text)
    except Refused as refusal:
        _fail(document, refusal.message, refusal.offset)
    except yaml.reader.ReaderError:
        # libyaml counts bytes up to it.
        found = _FORBIDDEN.search(document.text)
        _fail(document, "a character that YAML does not allow", found.start() if found else 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark else 0
        _fail(document, _explain(error, document.text[offset : offset + 1]), offset)


def _has_control_line(document: Document) -> bool:
    """Whether a line is there for a template engine, and not text inside a scalar."""
    # A flow mapping may well open with "{{" in valid JSON-like text; a template's line has "}}".
    if "}}" not in document.text and "%}" not in document.text:
        return False
    lines = _CONTROL_LINE.finditer(document.source.text, document.start, document.end)
    return any(
        not any(start <= line.start() and line.end() <= end for start, end in document.opaque)
        for line in lines
    )


def _fail(document: Document, message: str, offset: int) -> None:
    # What is missing at the end is told at the last character: no line is behind it.
    last = document.start + max(len(document.text.rstrip()) - 1, 0)
    start = min(document.start + offset, last)
    text = document.source.text
    line_start = text.rfind("\n", document.start, start) + 1
    line_end = text.find("\n", start, document.end)
    # libyaml often notices a line later than the one that is wrong.
    nearby = text[max(text.rfind("\n", 0, max(line_start - 1, 0)), 0) : max(line_end, start)]
    if _TEMPLATE.search(document.text) or _BLANK.search(nearby):
        document.is_template = True
        return
    end = min(start + 1, document.end) if line_end != start else start
    document.problem = Problem(message, document.source.place(start, end))


def _explain(error: yaml.MarkedYAMLError, found: str) -> str:
    problem = error.problem or "not YAML"
    if found == "\t" and "tab" not in problem:
        problem = problem.replace("character", "a tab", 1)
    context = f" {error.context}" if error.context else ""
    return f"{problem}{context}"
