"""The static .NET methods that user data calls to edit files and set the environment."""

from __future__ import annotations

from collections.abc import Sequence

from eksnetlint.readers.userdata.files import change, content_of, write
from eksnetlint.readers.userdata.model import Argument, Place
from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.values import (
    Content,
    Series,
    Text,
    Value,
    as_text,
    hole_at,
)

#: Read by the bootstrap script in place of its parameters (Amazon EKS User Guide).
ENVIRONMENT = frozenset({"service_ipv4_cidr", "excluded_snat_cidrs"})


def call_static(run: Run, kind: str, name: str, given: Sequence[Value], place: Place) -> Value:
    """The value of `[kind]::name(given)`; records what it writes."""
    kind = kind.removeprefix("system.")
    if kind == "io.file":
        return _file(run, name, given, place)
    if kind == "environment":
        return _environment(run, name, given, place)
    if kind == "scriptblock":
        run.journal.cannot_see(place)
    if kind == "regex" and name == "replace" and len(given) >= 3:
        return change(given[0], given[1], given[2], place, matches_case=True)
    if kind == "regex" and name == "escape" and len(given) == 1:
        return given[0]
    if kind == "io.path" and name == "combine":
        return as_text(Series(_flat(given)), place, "\\")
    if kind == "string" and name == "join" and len(given) >= 2:
        separator = as_text(given[0], place)
        content = content_of(given[1])
        return content or as_text(Series(_flat(given[1:])), place, separator.string)
    if kind == "string" and name == "concat":
        return as_text(Series(_flat(given)), place, "")
    return hole_at(place)


def _flat(values: Sequence[Value]) -> tuple[Text, ...]:
    return tuple(value if isinstance(value, Text) else hole_at(Place(0, 0)) for value in values)


def _file(run: Run, name: str, given: Sequence[Value], place: Place) -> Value:
    if not given:
        return hole_at(place)
    path = as_text(given[0], place)
    if name in ("readalltext", "readalllines"):
        return Content(path)
    if name in ("writealltext", "writealllines", "appendalltext", "appendalllines"):
        content = given[1] if len(given) > 1 else hole_at(place)
        write(run, path, content, place, appends=name.startswith("append"))
    return hole_at(place)


def _environment(run: Run, name: str, given: Sequence[Value], place: Place) -> Value:
    texts = [as_text(value, place) for value in given]
    if name == "getenvironmentvariable" and texts:
        return run.read(f"env:{texts[0].string.lower()}", place)
    if name == "setenvironmentvariable" and len(texts) >= 2:
        is_machine = len(texts) > 2 and texts[2].string.lower() in ("machine", "::machine", "2")
        set_environment(run, texts[0].string.lower(), texts[1], place, is_machine=is_machine)
    return hole_at(place)


def set_environment(run: Run, name: str, value: Text, place: Place, *, is_machine: bool) -> None:
    """Records a variable the bootstrap script reads; it is documented for machine scope only."""
    if name not in ENVIRONMENT:
        return
    is_known = is_machine and value.is_seen and run.block is None
    argument = Argument(value.string if is_known else None, value.place(place))
    run.journal.environment[name] = (argument, run.journal.next_order())
