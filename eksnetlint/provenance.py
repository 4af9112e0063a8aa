"""Where the values of one thing come from: each with the way back to where it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eksnetlint.message import shown
from eksnetlint.mistakes import Mistake
from eksnetlint.model.cluster import Cluster
from eksnetlint.readers.terraform.addresses import bare, remainder
from eksnetlint.readers.terraform.display import spelled
from eksnetlint.readers.terraform.resource import Contents, Root
from eksnetlint.readers.terraform.types import Refused, TfValue, hides_something
from eksnetlint.reports.frame import excerpt
from eksnetlint.reports.visible import visible
from eksnetlint.shown_facts import LISTS, facts_of
from eksnetlint.source.text import Span
from eksnetlint.spelling import nearest
from eksnetlint.values import Frame, Known, Unknown, Value

_MOST_HINTS = 3
# Blocks of real resources are four deep at most.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Trace:
    """A value as text and the places it came through, that of use first.

    ``reason`` says why it is unknown; ``is_hidden`` values must not be shown by their source.
    """

    name: str
    text: str
    frames: tuple[Frame, ...]
    reason: str | None = None
    is_set: bool = True
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Traced:
    """A thing with its values; ``within`` says which root or cluster it is of."""

    title: str
    within: str
    span: Span
    traces: tuple[Trace, ...]


def traced(address: str, clusters: Iterable[Cluster], roots: Sequence[Root]) -> list[Traced]:
    """All that an address or a name means. Raises Mistake where there is nothing of that name."""
    clusters = tuple(clusters)
    found = [*_of_roots(address, roots), *_of_clusters(address, clusters)]
    if not found:
        known = [item.address for root in roots for item in root.resources]
        known += [call.address for root in roots for call in root.unresolved]
        names = [name for name, _, _, _ in _named(clusters)]
        raise Mistake(f"nothing in these files is called '{address}'{_hint(address, known, names)}")
    chosen = [
        one
        for thing, attribute in found
        if (one := _narrowed(thing, attribute)).traces or not attribute
    ]
    if not chosen:
        thing, attribute = found[0]
        names = [bare(trace.name) for trace in thing.traces]
        meant = nearest(attribute, {*names, *(name.partition(".")[0] for name in names)})
        hint = f"; did you mean '{meant}'?" if meant else ""
        raise Mistake(f"'{thing.title}' has no '{attribute}' that is set{hint}")
    return chosen


def _narrowed(thing: Traced, attribute: str) -> Traced:
    """Only what is told of one attribute and of what is in it; all for ""."""
    wanted = bare(attribute)
    traces = (
        trace
        for trace in thing.traces
        if not wanted or f"{bare(trace.name)}.".startswith(f"{wanted}.")
    )
    return replace(thing, traces=tuple(traces))


def _hint(address: str, known: Iterable[str], names: Iterable[str]) -> str:
    """The nearest name; else what has the address behind a module's, or the same last name."""
    everything = dict.fromkeys([*map(bare, known), *names])
    wanted = bare(address)
    last = wanted.rpartition(".")[2]
    meant = nearest(wanted, everything)
    like = [meant] if meant else [item for item in everything if item.endswith(f".{wanted}")]
    like = like or [item for item in everything if item.endswith(f".{last}")]
    told = " or ".join(f"'{item}'" for item in like[:_MOST_HINTS])
    return f"; did you mean {told}?" if told else ""


def _of_roots(address: str, roots: Iterable[Root]) -> Iterator[tuple[Traced, str]]:
    """The resources and module calls of an address, and what is asked of them."""
    for root in roots:
        for resource in root.resources:
            attribute = remainder(address, resource.address)
            if attribute is not None:
                doubt = resource.exists if isinstance(resource.exists, Unknown) else None
                more = [_written("exists", doubt)] if doubt else []
                traces = (*more, *_contents(resource.contents))
                yield Traced(resource.address, root.title, resource.span, traces), attribute
        for call in root.unresolved:
            attribute = remainder(address, call.address)
            if attribute is not None:
                traces = tuple(_contents(call.inputs))
                yield Traced(call.address, root.title, call.span, traces), attribute


def _contents(contents: Contents, prefix: str = "", depth: int = 0) -> Iterator[Trace]:
    """The attributes of a block and of those inside it, by dotted names."""
    if depth > _DEEPEST:
        return
    for name, value in contents.attributes.items():
        is_nothing = not value.is_set and isinstance(value, Known) and value.value is None
        # In a plan a list of objects is also an attribute.
        if not is_nothing and not contents.nested(name).items:
            yield _written(f"{prefix}{name}", value)
    for name, world in contents.blocks.items():
        for index, item in enumerate(world.items):
            key = f"[{index}]" if len(world.items) > 1 else ""
            yield from _contents(item, f"{prefix}{name}{key}.", depth + 1)
        if world.open_because and name not in contents.attributes:
            frames = (Frame(contents.span),)
            yield Trace(f"{prefix}{name}", "unknown", frames, str(world.open_because))


def _of_clusters(name: str, clusters: Iterable[Cluster]) -> Iterator[tuple[Traced, str]]:
    for own, kind, item, cluster in _named(clusters):
        if name not in (own, item.title) and not name.startswith(f"{own}."):
            continue
        traces = (
            _trace(part, value, shown(value)) for part, value in facts_of(kind, item, cluster)
        )
        attribute = "" if name in (own, item.title) else name[len(own) + 1 :]
        yield Traced(item.title, cluster.title, item.span, tuple(traces)), attribute


def _named(clusters: Iterable[Cluster]) -> Iterator[tuple[str, str, Any, Cluster]]:
    """The objects that have a name, be it one of which only a part is known, as in ``win-*``."""
    for cluster in clusters:
        for kind, members in LISTS.items():
            for item in getattr(cluster, members):
                name = getattr(item, "name", None)
                quoted = item.title.partition("'")[2].removesuffix("'")
                if isinstance(name, Known) and isinstance(name.value, str):
                    yield name.value, kind, item, cluster
                elif name is not None and quoted:
                    yield quoted, kind, item, cluster


def _written(name: str, value: TfValue) -> Trace:
    """The trace of a value of Terraform's."""
    try:
        is_hidden = hides_something(value)
    except Refused:
        is_hidden = True
    return _trace(name, value, spelled(value), is_hidden=is_hidden)


def _trace(name: str, value: Value[Any], text: str, *, is_hidden: bool = False) -> Trace:
    reason = str(value.reason) if isinstance(value, Unknown) else None
    return Trace(name, text, value.origin.frames, reason, value.is_set, is_hidden)


def as_text(found: Iterable[Traced]) -> str:
    """A paragraph for each thing: a line a value, and below it a line for each place."""
    return "\n".join("".join(f"{line}\n" for line in _lines(one)) for one in found)


def _lines(one: Traced) -> Iterator[str]:
    yield visible(f"{one.title}  {one.span}  ({one.within})")
    for trace in one.traces:
        why = f", because {trace.reason}" if trace.reason else ""
        default = "" if trace.is_set or trace.reason else " by default"
        yield visible(f"  {trace.name}: {trace.text}{default}{why}")
        for frame in trace.frames:
            line = excerpt(frame.span).text.strip()
            source = "" if trace.is_hidden else f"  {line}"
            note = f"  ({frame.note})" if frame.note else ""
            yield f"    {visible(str(frame.span))}{source}{visible(note)}"


def as_json(found: Iterable[Traced]) -> str:
    """One JSON document with the same."""
    document = {
        "schema_version": 1,
        "things": [
            {
                "title": one.title,
                "within": one.within,
                "place": str(one.span),
                "values": [
                    {
                        "name": trace.name,
                        "value": trace.text,
                        "is_set": trace.is_set,
                        "reason": trace.reason,
                        "places": [
                            {"place": str(frame.span), "note": frame.note} for frame in trace.frames
                        ],
                    }
                    for trace in one.traces
                ],
            }
            for one in found
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
