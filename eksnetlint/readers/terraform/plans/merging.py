"""Plans beside the files they were made of: the values of the one, at the places of the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from eksnetlint.readers.terraform.addresses import bare, steps_of
from eksnetlint.readers.terraform.plans.values import Late
from eksnetlint.readers.terraform.resource import Contents, Resource, Root
from eksnetlint.readers.terraform.types import Pending, TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Frame, Known, Origin, Unknown, World, at

_NOTE = "the plan has this value"


def merged(roots: Sequence[Root], plans: Sequence[Root]) -> list[Root]:
    """The roots, where there is a plan of one with what the plan knows; then the other plans.

    A root that is evaluated with several sets of values stays as it is: which of them was
    planned cannot be told. Its plan is a root of its own, at the same places.
    """
    kept = list(roots)
    added = []
    for plan in plans:
        found = _planned_from(plan, roots)
        if not found:
            added.append(plan)
        elif len(found) == 1 and found[0] in kept:
            kept[kept.index(found[0])] = _placed(plan, found[0])
        else:
            added.append(replace(_placed(plan, found[0]), title=plan.title))
    return kept + added


def _planned_from(plan: Root, roots: Sequence[Root]) -> list[Root]:
    """The evaluations of the root module that a plan was made of; none where that is not plain."""
    found = [root for root in roots if _fits(plan, root)]
    folders = {root.folder for root in found}
    if len(folders) > 1:
        folders &= {plan.folder}
    return [root for root in found if root.folder in folders]


def _fits(plan: Root, root: Root) -> bool:
    """Whether the root declares what the plan has outside modules, and calls its modules."""
    wanted = {_top(item.address) for item in plan.resources if not item.is_data}
    calls = [call.address for call in root.unresolved]
    declared = {_top(address) for address in (*_addresses(root.resources), *calls)}
    return bool(wanted) and wanted <= declared


def _addresses(resources: Iterable[Resource]) -> list[str]:
    return [item.address for item in resources]


def _top(address: str) -> str:
    """A resource outside modules by its address, else the module call; without keys."""
    names = [name for name, _ in steps_of(address)]
    return ".".join(names[:2] if names[:1] == ["module"] else names)


def _placed(plan: Root, root: Root) -> Root:
    exact = {item.address: item for item in root.resources}
    keyless: dict[str, Resource] = {}
    spans: dict[str, Span] = {}
    for item in root.resources:
        keyless.setdefault(bare(item.address), item)
        spans.setdefault(_top(item.address), item.span)
    for call in root.unresolved:
        spans[_top(call.address)] = call.span
    resources = [
        _resource(item, exact.get(item.address) or keyless.get(bare(item.address)), spans)
        for item in plan.resources
    ]
    planned = {bare(item.address) for item in plan.resources}
    data = (item for item in root.resources if item.is_data and bare(item.address) not in planned)
    return replace(
        root,
        resources=(*resources, *data),
        unresolved=(),
        region=plan.region if isinstance(plan.region, Known) else root.region,
        is_library=False,
        open_because=plan.open_because,
    )


def _resource(planned: Resource, written: Resource | None, spans: Mapping[str, Span]) -> Resource:
    if written is not None:
        contents = _contents(planned.contents, written.contents, written.span)
        return replace(planned, span=written.span, contents=contents)
    span = spans.get(_top(planned.address), planned.span)
    return replace(planned, span=span, contents=_contents(planned.contents, None, span))


def _contents(planned: Contents, written: Contents | None, span: Span) -> Contents:
    """What a plan has of a block, where it is written; ``span`` is for what is not."""
    own = written.attributes if written else {}
    blocks = written.blocks if written else {}

    def attributes() -> Mapping[str, TfValue]:
        kept = {name: value for name, value in own.items() if isinstance(value, Known)}
        placed = {
            name: _value(value, own.get(name), span) for name, value in planned.attributes.items()
        }
        return {**kept, **placed}

    def nested() -> Mapping[str, World[Contents]]:
        return {
            name: _world(world, blocks.get(name), span) for name, world in planned.blocks.items()
        }

    open_because = planned.open_because
    return Contents(written.span if written else span, Late(attributes), Late(nested), open_because)


def _world(
    planned: World[Contents], written: World[Contents] | None, span: Span
) -> World[Contents]:
    items = written.items if written else ()
    if planned.open_because is not None and written is not None:
        return written
    is_same = len(items) == len(planned.items)
    place = items[0].span if items else span
    return World(
        tuple(
            _contents(item, items[index] if is_same else None, place)
            for index, item in enumerate(planned.items)
        ),
        planned.open_because,
    )


def _value(planned: TfValue, written: TfValue | None, span: Span) -> TfValue:
    """The planned value; what was written where the plan does not know better."""
    if written is None or not written.origin.frames:
        origin = at(span)
    elif isinstance(planned, Unknown) and isinstance(written, Known | Pending):
        return written
    else:
        origin = written.origin
    behind = (Frame(frame.span, frame.note or _NOTE) for frame in planned.origin.frames)
    return replace(planned, origin=Origin((*origin.frames, *behind)))
