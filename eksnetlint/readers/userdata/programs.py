"""Programs and scripts that user data starts by their path."""

from __future__ import annotations

from collections.abc import Sequence

from eksnetlint.readers.userdata.arguments import Arguments, Given, arguments_of, cluster
from eksnetlint.readers.userdata.bootstrap import call_bootstrap
from eksnetlint.readers.userdata.commands import SCRIPT_ENDINGS, run_command
from eksnetlint.readers.userdata.files import is_bootstrap_path, path_of
from eksnetlint.readers.userdata.model import HOLE, Place
from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.tokens import Kind, Token
from eksnetlint.readers.userdata.values import (
    Text,
    Value,
    as_text,
    hole_at,
    joined,
    written_at,
)

_SHELLS = frozenset({"powershell", "powershell.exe", "pwsh", "pwsh.exe"})
_SHELL_SWITCHES = ("noprofile", "nologo", "noninteractive", "sta", "mta", "noexit")
_SHELL_SETTINGS = (
    "executionpolicy",
    "ep",
    "version",
    "windowstyle",
    "inputformat",
    "outputformat",
    "configurationname",
)
# Amazon's own launch scripts on a Windows AMI do not touch Kubernetes.
_LAUNCH_AGENT = ("\\amazon\\ec2-windows\\launch\\", "\\amazon\\ec2launch\\")


def invoke(run: Run, items: Sequence[Token], piped: Value | None, place: Place) -> Value:
    """Runs `name arguments`, or what follows `&` or `.`."""
    is_operator = items[0].kind is Kind.AMP or items[0].text == "."
    index = 1 if is_operator else 0
    if index >= len(items):
        return hole_at(place)
    target = items[index]
    if target.kind is Kind.BODY:
        arguments_of(run, items[index + 1 :])
        return target.value if target.value is not None else hole_at(place)
    name, index = cluster(run, items, index)
    given = arguments_of(run, items[index:])
    return start(run, as_text(name, target.place), given, piped, place)


def start(run: Run, name: Text, given: Arguments, piped: Value | None, place: Place) -> Value:
    """Runs a command or program by its name or path."""
    path = path_of(name)
    base = path.rpartition("\\")[2]
    if is_bootstrap_path(name) or path in run.copies:
        call_bootstrap(run, name, given.given, place)
    elif not name.is_seen and not base.strip(HOLE).endswith(".exe"):
        run.journal.cannot_see(name.place(place) if name.string == HOLE else place)
        return run_command(run, path, given, piped, place)
    elif base in _SHELLS:
        _shell(run, given.given, place)
    elif base.endswith(SCRIPT_ENDINGS):
        if not any(agent in path for agent in _LAUNCH_AGENT):
            run.journal.cannot_see(place)
        return run_command(run, path, given, piped, place)
    else:
        return run_command(run, base, given, piped, place)
    return hole_at(place)


def _shell(run: Run, given: Sequence[Given], place: Place) -> None:
    """`powershell -File script arguments` or `powershell -Command text`."""
    index = 0
    while index < len(given):
        one = given[index]
        if one.name is None:
            _shell_command(run, given[index:], place)
            return
        index += 1
        if one.name and "file".startswith(one.name):
            _shell_file(run, one, given[index:], place)
            return
        if "command".startswith(one.name):
            values = given[index:]
            if one.value is not None:
                values = (Given(None, one.value, one.place), *values)
            _shell_command(run, values, place)
            return
        if any(name.startswith(one.name) for name in _SHELL_SETTINGS):
            index += one.value is None
        elif not any(name.startswith(one.name) for name in _SHELL_SWITCHES):
            run.journal.cannot_see(place)  # -EncodedCommand, or an option that is not known
            return


def _shell_file(run: Run, one: Given, rest: Sequence[Given], place: Place) -> None:
    value = one.value
    if value is None and rest:
        value, rest = rest[0].value, rest[1:]
    if value is None:
        run.journal.cannot_see(place)
        return
    start(run, as_text(value, place), Arguments(tuple(rest)), None, place)


def _shell_command(run: Run, given: Sequence[Given], place: Place) -> None:
    """The arguments are joined by spaces and run as PowerShell."""
    if not given or given[0].value is None:
        return
    first = as_text(given[0].value, given[0].place)
    if is_bootstrap_path(first) and " " not in path_of(first):
        start(run, first, Arguments(tuple(given[1:])), None, place)
        return
    parts: list[Text] = []
    for one in given:
        if one.name is not None:
            parts.append(written_at(f" -{one.name} ", one.place))
        if one.value is not None:
            parts.extend((written_at(" ", one.place), as_text(one.value, one.place)))
    run.run_text(joined(parts), place)
