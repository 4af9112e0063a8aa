"""What the commands of a script do to the bootstrap script and to kube-proxy."""

from __future__ import annotations

from collections.abc import Callable

from eksnetlint.readers.userdata.arguments import (
    Arguments,
    bound,
    has_switch,
    text_in,
    value_in,
)
from eksnetlint.readers.userdata.files import content_of, names_bootstrap, write
from eksnetlint.readers.userdata.journal import texts_in
from eksnetlint.readers.userdata.model import Place
from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.statics import set_environment
from eksnetlint.readers.userdata.values import (
    Content,
    Text,
    Value,
    as_text,
    hole_at,
    series_of,
)

Handler = Callable[[Run, Arguments, "Value | None", Place], Value]

# These neither change a file nor start anything.
_HARMLESS = frozenset(
    [
        "write-host",
        "write-verbose",
        "write-information",
        "write-warning",
        "write-error",
        "write-debug",
        "write-log",
        "out-null",
        "test-path",
        "get-item",
        "get-childitem",
        "gci",
        "ls",
        "dir",
        "split-path",
        "resolve-path",
        "get-acl",
        "unblock-file",
        "get-filehash",
        "start-sleep",
        "sleep",
        "set-executionpolicy",
        "write-eventlog",
        "icacls",
        "get-authenticodesignature",
        "measure-object",
        "set-location",
        "cd",
        "push-location",
    ]
)
_SERVICE_TOOLS = frozenset(
    [
        "sc.exe",
        "set-service",
        "new-service",
        "nssm",
        "nssm.exe",
        "set-itemproperty",
        "new-itemproperty",
        "sp",
        "reg",
        "reg.exe",
        "get-wmiobject",
        "get-ciminstance",
        "invoke-wmimethod",
        "invoke-cimmethod",
    ]
)
SCRIPT_ENDINGS = (".ps1", ".bat", ".cmd", ".vbs")


def run_command(run: Run, name: str, given: Arguments, piped: Value | None, place: Place) -> Value:
    """The output of a command; what it changes goes to the journal."""
    handler = _HANDLERS.get(name)
    if handler:
        value = handler(run, given, piped, place)
    elif name in _HARMLESS:
        for one in given.given:
            run.journal.settle(value_in(one))
        value = hole_at(place)
    else:
        value = _other(run, name, given, piped, place)
    if given.target is not None:
        write(run, given.target, value, place, appends=given.appends)
    return value


def _get_content(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    path = text_in(bound(given.given, "path").get("path"))
    return Content(path, is_open=True) if path else hole_at(place)


def _set_content(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    named = bound(given.given, "path", "value")
    _write_to(run, text_in(named.get("path")), piped or value_in(named.get("value")), place)
    return hole_at(place)


def _add_content(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    named = bound(given.given, "path", "value")
    value = piped or value_in(named.get("value"))
    _write_to(run, text_in(named.get("path")), value, place, appends=True)
    return hole_at(place)


def _out_file(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    named = bound(given.given, "path", "encoding", "inputobject")
    value = piped or value_in(named.get("inputobject"))
    appends = has_switch(given.given, "append")
    _write_to(run, text_in(named.get("path")), value, place, appends=appends)
    return hole_at(place)


def _write_to(
    run: Run, path: Text | None, value: Value, place: Place, *, appends: bool = False
) -> None:
    if path is not None:
        write(run, path, value, place, appends=appends)


def _echo(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    if piped is not None:
        return piped
    return series_of(one.value for one in given.given if one.value is not None)


def _pass_on(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    return piped if piped is not None else hole_at(place)


def _for_each(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    """`{ $_ -replace ... }` for every line of a file changes the file's content."""
    content = content_of(piped) if piped is not None else None
    body = bound(given.given, "process").get("process")
    changed = content_of(value_in(body))
    if content is None or changed is None or changed.path is not None:
        return hole_at(place)
    return Content(content.path, (*content.changes, *changed.changes), content.is_open)


def _join_path(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    named = bound(given.given, "path", "childpath", "additionalchildpath")
    parts = [text for text in map(text_in, named.values()) if text is not None]
    trimmed = series_of(parts)
    return as_text(trimmed, place, "\\")


def _set_variable(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    named = bound(given.given, "name", "value")
    name = text_in(named.get("name"))
    if name is not None and name.is_seen:
        value = value_in(named["value"]) if "value" in named else hole_at(place)
        run.assign(name.string.lower(), value)
    return hole_at(place)


def _setx(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    texts = [text for text in map(text_in, given.given) if text is not None]
    if len(texts) >= 2:
        is_machine = any(text.string.lower() == "/m" for text in texts)
        set_environment(run, texts[0].string.lower(), texts[1], place, is_machine=is_machine)
    return hole_at(place)


def _invoke_expression(run: Run, given: Arguments, piped: Value | None, place: Place) -> Value:
    text = text_in(bound(given.given, "command").get("command"))
    if text is None:
        text = as_text(piped, place) if piped is not None else hole_at(place)
    run.run_text(text, place)
    return hole_at(place)


def _other(run: Run, name: str, given: Arguments, piped: Value | None, place: Place) -> Value:
    """A command that is not modelled; what it is given tells what it may touch."""
    journal = run.journal
    journal.invoked.add(name)
    values = [one.value for one in given.given if one.value is not None]
    texts = [text for value in values for text in texts_in(value)]
    for value, one in zip(values, (one for one in given.given if one.value), strict=False):
        if names_bootstrap(as_text(value, one.place)):
            journal.doubt(one.place, "another command works on the bootstrap script")
    about_proxy = any(
        "kube-proxy" in t.string.lower() or "kubeproxy" in t.string.lower() for t in texts
    )
    if about_proxy or name in _SERVICE_TOOLS:
        flagged = any(journal.mentions_in(text) for text in texts)
        if flagged or (about_proxy and not all(text.is_seen for text in texts)):
            journal.doubt(place, "the kube-proxy service is changed apart from the bootstrap call")
    if name in ("start-process", "saps", "start", "cmd", "cmd.exe", "invoke-command", "icm"):
        _start(run, texts, place)
    return hole_at(place)


def _start(run: Run, texts: list[Text], place: Place) -> None:
    """A started shell runs what its arguments say, which is not followed."""
    words = " ".join(text.string.lower() for text in texts)
    if "powershell" in words or "pwsh" in words or any(e in words for e in SCRIPT_ENDINGS):
        run.journal.cannot_see(place)


_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("get-content", "gc", "cat", "type"), _get_content),
    **dict.fromkeys(("set-content", "sc"), _set_content),
    **dict.fromkeys(("add-content", "ac"), _add_content),
    **dict.fromkeys(("out-file",), _out_file),
    **dict.fromkeys(("write-output", "write", "echo"), _echo),
    **dict.fromkeys(("out-string",), _pass_on),
    **dict.fromkeys(("foreach-object", "foreach", "%"), _for_each),
    "join-path": _join_path,
    **dict.fromkeys(("set-variable", "new-variable", "sv", "nv"), _set_variable),
    "setx": _setx,
    **dict.fromkeys(("invoke-expression", "iex"), _invoke_expression),
}
