"""Whether text in which tree-sitter finds errors is HCL: python-hcl2's opinion, in plain words.

python-hcl2 is strict, slow and easily overwhelmed, so it runs in a child process with a deadline.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypedDict

_SCRIPT = Path(__file__).with_name("hcl_strict.py")
LARGEST = 256 * 1024
# The child itself stops in time; this is for a machine that cannot even start it.
_SECONDS_TO_START = 10.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is no HCL, and which of its characters say so."""

    message: str
    start: int
    end: int


# For each text, in order, a refusal or None; the list ends where there was no more time.
Opinions: TypeAlias = "list[Refusal | None]"
Ask: TypeAlias = Callable[[Sequence[str], float], "Opinions"]


class _Answer(TypedDict, total=False):
    """What the script says of a text that is refused."""

    at: int
    type: str
    found: str
    expected: list[str]
    open: tuple[str, int] | None
    after: str | None


def ask_strictly(texts: Sequence[str], seconds: float) -> Opinions:
    """What python-hcl2 says of some texts; where it accepts the first, nobody asks for more.

    ``seconds`` is what reading them may take; to start takes 0.15, and two where python-hcl2 has no
    grammar from an earlier run.
    """
    if not sys.executable or len(texts[0]) > LARGEST:
        return []
    path = [entry for entry in sys.path if entry]
    task = json.dumps({"path": path, "seconds": seconds, "texts": list(texts)})
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_SCRIPT)],
            input=task.encode(),
            capture_output=True,
            timeout=max(seconds, 0.1) + _SECONDS_TO_START,
            check=False,
        )
        answered = done.stdout
    except subprocess.TimeoutExpired as late:
        answered = late.stdout or b""
    lines = answered.split(b"\n")[:-1]
    return [_refusal(text, json.loads(line)) for text, line in zip(texts, lines, strict=False)]


# What python-hcl2 8.1.4 refuses and Terraform takes, and as many characters that both take.
_ALIKE = (
    (re.compile(r"([$%]\{)~"), r"\1 "),
    (re.compile(r"~\}"), " }"),
    (re.compile(r"!!"), "  "),
    (re.compile(r"(?<=\w)::(?=\w)"), "__"),
    (re.compile(r"^([ \t]*\w[\w\-]*)([ \t]+)(?=\r?$)", re.MULTILINE), r"\2\1"),
)


def tolerable(text: str) -> str:
    """A text of the same length without what only python-hcl2 takes offence at."""
    for pattern, replacement in _ALIKE:
        text = pattern.sub(replacement, text)
    return text


_SHOWN = {
    "$END": "the end of the file",
    "COLON": "':'",
    "COMMA": "','",
    "DBLQUOTE": "'\"'",
    "EQ": "'='",
    "LBRACE": "'{'",
    "NAME": "a name",
    "NL_OR_COMMENT": "a line end",
    "RBRACE": "'}'",
    "RPAR": "')'",
    "RSQB": "']'",
}
_BRACKETS = {"LBRACE": "'{'", "LPAR": "'('", "LSQB": "'['", "INTERP_START": "'${'"}
_HEREDOC = re.compile(r"<<-?[ \t]*(\w[\w\-]*)")
_WORD = re.compile(r"[\w.\-]+|\S")


def _refusal(text: str, answer: _Answer | None) -> Refusal | None:
    if answer is None:
        return None
    # A token of white space and what follows is refused for what follows.
    written = text[answer["at"] :]
    start = min(answer["at"] + len(written) - len(written.lstrip(" \t")), len(text))
    heredoc = _HEREDOC.match(text, start)
    if heredoc:
        message = f"this heredoc is not closed: no line with only '{heredoc[1]}' follows"
        return Refusal(message, start, heredoc.end())
    opened = answer.get("open")
    if opened and opened[0] == "DBLQUOTE" and "STRING_CHARS" in answer.get("expected", []):
        return Refusal("this string is not closed", opened[1], opened[1] + 1)
    if opened and opened[0] in _BRACKETS and answer["type"] == "$END":
        message = f"this {_BRACKETS[opened[0]]} is not closed"
        return Refusal(message, opened[1], opened[1] + len(_BRACKETS[opened[0]]) - 2)
    word = _WORD.match(text, start)
    found = f"'{word[0]}'" if word else _SHOWN["$END" if start == len(text) else "NL_OR_COMMENT"]
    wanted = _wanted(answer)
    message = f"expected {wanted}, not {found}" if wanted else f"{found} fits nothing here"
    return Refusal(message, start, word.end() if word else start)


def _wanted(answer: _Answer) -> str:
    """What could have stood there, where that is few things."""
    expected = answer.get("expected", [])
    if "EQ" in expected and "LBRACE" in expected and "RBRACE" not in expected:
        return "'=' or '{'"
    if answer.get("after") in ("EQ", "COLON", "INTERP_START") and "NAME" in expected:
        return "a value"
    shown = [_SHOWN[name] for name in expected if name in _SHOWN]
    if len(shown) != len(expected) or len(shown) > 3 or not shown:
        return ""
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
