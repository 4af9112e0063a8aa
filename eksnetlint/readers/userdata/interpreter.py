"""Runs the text from top to bottom, a stack of open brackets in place of recursion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from eksnetlint.readers.userdata.files import content_of
from eksnetlint.readers.userdata.model import Place
from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.scope import Block
from eksnetlint.readers.userdata.statements import LEAVING, STRUCTURE, execute, pipeline
from eksnetlint.readers.userdata.strings import Reference
from eksnetlint.readers.userdata.tokens import Kind, Token, tokens_of
from eksnetlint.readers.userdata.values import (
    Content,
    Origin,
    Piece,
    Table,
    Text,
    Value,
    as_text,
    series_of,
)

_CLOSER = {"(": ")", "$(": ")", "@(": ")", "{": "}", "@{": "}", "[": "]"}
_SURE = frozenset({"try", "finally", "begin", "process", "end"})
_BRANCHES = frozenset({"if", "elseif", "else", "switch", "catch", "trap"})
_LOOPS = frozenset({"for", "foreach", "while", "do"})
_NAMED = frozenset({"function", "filter", "workflow"})
_CONTINUES = frozenset({"+", "-replace", "-ireplace", "-creplace", "-join", "-f", "-and", "-or"})


@dataclass(slots=True)
class _Frame:
    """An open bracket and the statement being collected in it; `drops` its output, if a block."""

    opener: Token | None
    block: Block | None
    drops: bool
    declares: str = ""
    items: list[Token] = field(default_factory=list)
    results: list[Value] = field(default_factory=list)
    entries: dict[str, Text] = field(default_factory=dict)
    is_complete: bool = True

    @property
    def bracket(self) -> str:
        return self.opener.text if self.opener else ""


class Interpreter:
    """One pass over tokens; text run by the script itself gets a pass of its own, once."""

    def __init__(self, run: Run, *, is_nested: bool = False) -> None:
        self._run = run
        self._is_nested = is_nested
        self._frames = [_Frame(None, run.block, True)]

    def run(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            self._take(token)
        if len(self._frames) > 1:
            opener = self._frames[1].opener
            self._run.journal.cannot_see(opener.place if opener else Place(0, 0))
        while len(self._frames) > 1:
            self._close(self._frames[-1].opener)
        self._end_statement()

    def run_text(self, text: Text, place: Place) -> None:
        """Interprets a string as PowerShell, unless that string itself does so again."""
        if self._is_nested:
            self._run.journal.cannot_see(text.place(place))
            return
        nested = Interpreter(self._run, is_nested=True)
        self._run.run_text = nested.run_text
        nested.run(_relocated(text))
        self._run.run_text = self.run_text

    def _take(self, token: Token) -> None:
        kind, frame = token.kind, self._frames[-1]
        if kind is Kind.COMMENT:
            self._run.journal.comments.append(token.place)
        elif kind is Kind.BROKEN:
            self._run.journal.cannot_see(token.place)
        elif kind is Kind.END:
            if token.text != "\n" or not _continues(frame):
                self._end_statement()
        elif kind is Kind.OPEN:
            self._open(token, frame)
        elif kind is Kind.CLOSE:
            if frame.opener and _CLOSER[frame.bracket] == token.text:
                self._close(token)
            else:
                self._run.journal.cannot_see(token.place)
        else:
            frame.items.append(token)

    def _open(self, token: Token, frame: _Frame) -> None:
        word = _keyword(frame.items)
        if token.text == "(":
            declares = word if word in _NAMED or word in ("param", "foreach") else ""
            self._frames.append(_Frame(token, self._run.block, False, declares))
            return
        drops = False
        if token.text == "{":
            drops = frame.drops and word in _SURE | _BRANCHES | _LOOPS
            self._run.block = self._block(token, frame.items, word)
        self._frames.append(_Frame(token, self._run.block, drops))

    def _block(self, token: Token, items: list[Token], word: str) -> Block | None:
        outer = self._run.block
        is_called = bool(items) and (items[-1].kind is Kind.AMP or items[-1].text == ".")
        if word in _SURE or is_called:
            return outer
        deferred = word not in _BRANCHES or bool(outer and outer.is_deferred)
        name = items[1].text.lower() if word in _NAMED and len(items) > 1 else None
        function = name or (outer.function if outer else None)
        return Block(outer, deferred, token.start, outer.depth + 1 if outer else 1, function)

    def _close(self, closer: Token | None) -> None:
        frame = self._frames[-1]
        if frame.declares:
            self._declare(frame)
        self._end_statement()
        self._frames.pop()
        outer, opener = self._frames[-1], frame.opener
        if opener is None or closer is None:
            return
        if frame.bracket == "{":
            self._leave(frame, outer)
            if _keyword(outer.items[:1]) in STRUCTURE:
                outer.items = []
                return
        kind = Kind.BODY if frame.bracket == "{" else Kind.VALUE
        span = opener.start, max(closer.end, opener.end)
        outer.items.append(Token(kind, frame.bracket, *span, opener.glued, (), _value(frame)))

    def _leave(self, frame: _Frame, outer: _Frame) -> None:
        if frame.block and frame.block is not outer.block:
            self._run.scope.leave(frame.block)
        self._run.block = outer.block

    def _declare(self, frame: _Frame) -> None:
        """Parameters and loop variables get values that cannot be seen."""
        variables = [token for token in frame.items if token.kind is Kind.VARIABLE]
        loops = frame.declares == "foreach"
        for token in variables[:1] if loops else variables:
            self._run.scope.forget(token.text, token.place, self._run.block)
        frame.items = frame.items[2:] if loops else []

    def _end_statement(self) -> None:
        frame = self._frames[-1]
        items, frame.items = frame.items, []
        if not items:
            return
        if frame.bracket == "@{":
            self._entry(frame, items)
            return
        value = execute(self._run, items, in_group=frame.bracket in ("(", "["))
        if self._run.block is None and items[0].text.lower() in LEAVING:
            self._run.journal.end()
        if value is None:
            return
        if frame.drops:
            self._drop(value)
        else:
            frame.results.append(value)

    def _entry(self, frame: _Frame, items: list[Token]) -> None:
        """One `key = value` of a hashtable."""
        key, rest = items[0].text, items[1:]
        if items[0].kind is Kind.STRING:
            key = self._run.string(items[0]).string
        elif "=" in key:
            key, _, after = key.partition("=")
            if after:
                head = items[0]
                rest = [head._replace(text=after, start=head.end - len(after)), *rest]
            rest = [Token(Kind.ASSIGN, "=", items[0].end, items[0].end, True), *rest]
        seen = items[0].kind in (Kind.STRING, Kind.WORD) and key.isidentifier()
        if not seen or len(rest) < 2 or rest[0].kind is not Kind.ASSIGN:
            frame.is_complete = False
            return
        place = Place(rest[1].start, rest[-1].end)
        frame.entries[key.lower()] = as_text(pipeline(self._run, rest[1:]), place)

    def _drop(self, value: Value) -> None:
        """Output that nothing takes: a changed script text in it has no effect."""
        journal, content = self._run.journal, content_of(value)
        mentions = journal.mentions_in(value)
        if content and content.path is not None and mentions:
            why = "the changed text is never written back to the script"
            journal.remark_futile(journal.spelled(journal.foremost(mentions)), why)
        journal.settle(value)


def _continues(frame: _Frame) -> bool:
    """Whether a line end does not end the statement."""
    if frame.bracket in ("(", "["):
        return True
    if not frame.items:
        return False
    last = frame.items[-1]
    if last.kind in (Kind.PIPE, Kind.COMMA, Kind.ASSIGN):
        return True
    return last.kind is Kind.WORD and last.text.lower() in _CONTINUES


def _keyword(items: list[Token]) -> str:
    """The keyword a statement, or the right side of an assignment, starts with."""
    for index, token in enumerate(items[:4]):
        if token.kind is Kind.WORD:
            return token.text.lower()
        if index == 0 and token.kind not in (Kind.TYPE, Kind.VARIABLE):
            return ""
    return ""


def _value(frame: _Frame) -> Value | None:
    """What a closed bracket is worth."""
    if frame.bracket == "@{":
        return Table(frame.entries, frame.is_complete)
    if frame.bracket == "@(" or len(frame.results) > 1:
        return series_of(frame.results) if frame.bracket != "{" else None
    value = frame.results[0] if frame.results else None
    if isinstance(value, Content) and frame.bracket != "{":
        return Content(value.path, value.changes)
    return value


def _relocated(text: Text) -> Iterator[Token]:
    """The tokens of a string, placed where its characters stand in the source."""
    origin = Origin(text)
    for token in tokens_of(text.string):
        place = origin.place(token.start, token.end)
        parts: list[Piece | Reference] = []
        for part in token.parts:
            if isinstance(part, Reference):
                at = origin.place(part.start, part.end)
                parts.append(Reference(part.name, at.start, at.end))
            elif len(part.text) == part.end - part.start and part.exact:
                parts.extend(origin.cut(part.start, part.end))
            else:
                at = origin.place(part.start, part.end)
                parts.append(Piece(part.text, at.start, at.end, False))
        yield token._replace(start=place.start, end=place.end, parts=tuple(parts))
