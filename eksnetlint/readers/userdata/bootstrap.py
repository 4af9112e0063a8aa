"""Calls of the script that joins a Windows node to its cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eksnetlint.aws.bootstrap_script import PARAMETERS
from eksnetlint.readers.userdata.arguments import Given
from eksnetlint.readers.userdata.flags import flags_of
from eksnetlint.readers.userdata.journal import Call
from eksnetlint.readers.userdata.model import HOLE, Argument, Place
from eksnetlint.readers.userdata.run import Run
from eksnetlint.readers.userdata.values import Table, Text, as_text, hole_at

_NAMES = tuple(name.lower() for name in PARAMETERS)
# about_CommonParameters: these take no value.
_SWITCHES = frozenset({"verbose", "debug"})


def call_bootstrap(run: Run, script: Text, given: Sequence[Given], place: Place) -> None:
    """Records a call, and that flags given to the wrong parameter have no effect."""
    journal = run.journal
    arguments, places, unseen = _bound(given)
    for name, text in arguments.items():
        journal.settle(text)
        if name == "kubeletextraargs":
            _note_misplaced_flags(run, text, places[name])
    journal.calls.append(
        Call(
            place,
            script,
            arguments,
            places,
            unseen,
            run.block,
            journal.next_order(),
            tuple(_parameters(run, given)),
            tuple(_strays(given)),
        )
    )


def _parameters(run: Run, given: Sequence[Given]) -> Iterator[Argument]:
    """The names of parameters as they are written, without the dash."""
    for one in given:
        if one.name is not None and HOLE not in one.name:
            written = run.journal.text[one.place.start : one.place.end][1:].rstrip(":")
            is_plain = written.lower() == one.name
            yield Argument(written if is_plain else one.name, one.place)


def _strays(given: Sequence[Given]) -> Iterator[Argument]:
    """What stands behind no parameter: neither as its value nor as a splat."""
    takes_value = False
    for one in given:
        if one.name is None and not one.is_splat and not takes_value and one.value is not None:
            text = as_text(one.value, one.place)
            yield Argument(text.string if text.is_seen else None, text.place(one.place))
        needs = one.name is not None and one.value is None
        takes_value = needs and full_name(one.name or "") not in _SWITCHES


def _note_misplaced_flags(run: Run, text: Text, place: Place) -> None:
    flags = flags_of(text)
    flag = flags.last("enable-dsr")
    if flag or run.journal.mentions_in(text):
        run.journal.remark_futile(
            flag.place if flag else text.place(place),
            "the flag is given to the kubelet, not to kube-proxy",
        )


def _bound(
    given: Sequence[Given],
) -> tuple[dict[str, Text], dict[str, Place], Place | None]:
    arguments: dict[str, Text] = {}
    places: dict[str, Place] = {}
    unseen: Place | None = None
    index = 0
    while index < len(given):
        one = given[index]
        index += 1
        if one.name is None:
            unseen = unseen or _splatted(one, arguments, places)
            continue
        name = full_name(one.name)
        if one.value is None and name not in _SWITCHES and index < len(given):
            following = given[index]
            if following.name is None and not following.is_splat:
                one = Given(one.name, following.value, following.place)
                index += 1
        if HOLE in name:
            unseen = unseen or one.place
        text = as_text(one.value, one.place) if one.value is not None else hole_at(one.place)
        if name not in _SWITCHES:
            arguments[name], places[name] = text, one.place
    return arguments, places, unseen


def _splatted(one: Given, arguments: dict[str, Text], places: dict[str, Place]) -> Place | None:
    """Adds what a hashtable passes; where it is, if that or its meaning cannot be seen."""
    if not one.is_splat or not isinstance(one.value, Table):
        return one.place
    for key, text in one.value.entries.items():
        arguments[full_name(key)], places[full_name(key)] = text, text.place(one.place)
    return None if one.value.complete else one.place


def full_name(written: str) -> str:
    """The parameter a name stands for: PowerShell takes any prefix that only one has."""
    if written in _NAMES:
        return written
    matching = [name for name in _NAMES if name.startswith(written)]
    return matching[0] if len(matching) == 1 else written
