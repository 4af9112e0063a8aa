"""A Helm release: its chart, and the values it gives to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from eksnetlint.readers.terraform.contents import text_of
from eksnetlint.readers.terraform.kubernetes.overlay import assigned, merged
from eksnetlint.readers.terraform.kubernetes.settings import (
    is_simple,
    is_string,
    list_of,
    path_of,
    unescaped,
)
from eksnetlint.readers.terraform.kubernetes.spot import Spot, split, spot_at, spot_of
from eksnetlint.readers.terraform.kubernetes.tree import (
    SENSITIVE,
    mapping,
    node_of,
    pair,
    placeholder,
    scalar,
    yaml_in,
)
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import (
    Refused,
    Sensitive,
    TfObject,
    TfSet,
    TfValue,
    is_sensitive,
    reveal,
)
from eksnetlint.source.tree import Entry, Mapping, Node, Sequence
from eksnetlint.values import Known, Reason, Unknown, World

# Releases have some dozens of settings.
MOST_SETTINGS = 300
_TOO_MANY = Reason("a Helm release has more settings than are looked into")
_UNREADABLE = Reason("the values of a Helm release cannot be read")
_BAD_NAME = Reason("the name of a Helm setting cannot be read")
_SEVERAL = Reason("a Helm setting is in a notation that is not evaluated")


def chart_of(resource: Resource) -> str:
    """The chart's own name, without repository or folder; "" where it cannot be seen."""
    chart = resource.contents.attribute("chart")
    if not isinstance(chart, Known) or not isinstance(chart.value, str):
        return ""
    return chart.value.rstrip("/").rpartition("/")[2]


def values_of(resource: Resource, wanted: Collection[str]) -> Mapping:
    """The values, later ones over earlier ones, then the settings over all.

    Only what is under the keys that are ``wanted`` is sure to be among them, and nothing of what
    the chart itself sets.
    """
    contents = resource.contents
    spot = spot_at(contents.span)
    values = mapping([], spot, contents.open_because)
    for over in _documents(contents.attribute("values"), spot):
        values = merged(values, over)
    settings = [
        (setting, name)
        for name in ("set", "set_list", "set_sensitive")
        for setting in _settings(contents, name)
        if isinstance(setting, Reason) or _may_be(setting, wanted)
    ]
    if len(settings) > MOST_SETTINGS:
        return mapping([], spot, _TOO_MANY)
    for setting, name in settings:
        values = _applied(values, setting, name)
    return values


def _may_be(setting: Contents, wanted: Collection[str]) -> bool:
    """Whether a setting may be one under the keys that are wanted."""
    name = reveal(setting.attribute("name"))
    if isinstance(name, Unknown) or not isinstance(name.value, str):
        return True
    path = path_of(name.value)
    return path is None or path[0] in wanted


def _documents(value: TfValue, otherwise: Spot) -> Iterator[Mapping]:
    value = reveal(value)
    spot = spot_of(value.origin, otherwise)
    if isinstance(value, Unknown):
        yield mapping([], spot, value.reason)
        return
    content = value.value
    items = content.items if isinstance(content, TfSet) else content
    for item in items if isinstance(items, tuple) else ():
        yield from _document(item, spot)


def _document(item: TfValue, otherwise: Spot) -> Iterator[Mapping]:
    spot = spot_of(item.origin, otherwise)
    if isinstance(item, Known) and isinstance(item.value, str) and not item.value.strip():
        return
    node = yaml_in(item, otherwise)
    if isinstance(node, Mapping):
        yield node
    elif isinstance(item, Unknown):
        yield mapping([], spot, item.reason)
    else:
        yield mapping([], spot, SENSITIVE if is_sensitive(item) else _UNREADABLE)


def _settings(contents: Contents, name: str) -> Iterator[Contents | Reason]:
    """The blocks of version 2 of the provider, or the objects of version 3."""
    world = contents.blocks.get(name) or World(())
    yield from world.items
    if world.open_because:
        yield world.open_because
    value = reveal(contents.attributes.get(name, Known(None)))
    if isinstance(value, Unknown):
        yield value.reason
        return
    items = value.value.items if isinstance(value.value, TfSet) else value.value
    for item in map(reveal, items if isinstance(items, tuple) else ()):
        place = item.origin.span or value.origin.span or contents.span
        if isinstance(item, Unknown):
            yield item.reason
        elif isinstance(item.value, TfObject):
            yield Contents(place, item.value.items, open_because=item.value.open_because)


def _applied(values: Mapping, setting: Contents | Reason, how: str) -> Mapping:
    if isinstance(setting, Reason):
        return mapping([], spot_at(values.span), setting)
    name = reveal(setting.attribute("name"))
    if isinstance(name, Unknown):
        return mapping([], spot_at(values.span), name.reason)
    path = path_of(name.value) if isinstance(name.value, str) else None
    if path is None:
        return mapping([], spot_at(values.span), _BAD_NAME)
    result = assigned(values, path, _leaf(setting, how))
    return result if isinstance(result, Mapping) else values


def _leaf(setting: Contents, how: str) -> Entry:
    value = setting.attribute("value")
    key, place = split(spot_of(value.origin, spot_at(setting.span)), "value")
    node: Node
    if how == "set_sensitive" or (isinstance(value, Known) and isinstance(value.value, Sensitive)):
        node = placeholder(SENSITIVE, place)
    elif isinstance(value, Unknown):
        node = placeholder(value.reason, place)
    elif isinstance(value.value, tuple):
        node = node_of(value, place)
    else:
        node = _set_value(value, setting.attribute("type"), place)
    return pair("value", node, key, place)


def _set_value(value: Known[object], kind: TfValue, place: Spot) -> Node:
    try:
        text = "" if value.value is None else text_of(value)
    except Refused:
        return placeholder(_UNREADABLE, place)
    how = kind.value if isinstance(kind, Known) else None
    if how == "literal":
        return scalar(text, True, place)
    items = list_of(text)
    if items is not None:
        return _list(items, place)
    if not is_simple(text):
        return placeholder(_SEVERAL, place)
    return scalar(unescaped(text), how == "string" or is_string(text), place)


def _list(items: list[str], place: Spot) -> Sequence:
    nodes: list[Node] = [scalar(item, is_string(item), place) for item in items]
    return Sequence(place.text(), place.start, place.end, nodes)
