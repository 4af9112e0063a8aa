"""The settings of the VPC CNI one by one, as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eksnetlint.model.cni import CniSetting, Holder, Level, ScalarType
from eksnetlint.readers import fields
from eksnetlint.readers.traced import Traced, origin_of
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar
from eksnetlint.values import Known, Reason, Unknown, Value, at

_NO_TYPE = Reason("the type of a value cannot be seen")
_TYPES = {
    Kind.STRING: ScalarType.STRING,
    Kind.BOOLEAN: ScalarType.BOOLEAN,
    Kind.INTEGER: ScalarType.NUMBER,
    Kind.NUMBER: ScalarType.NUMBER,
}


def settings_in(values: Mapping, holder: Value[Holder]) -> tuple[CniSetting, ...]:
    """What the values of the chart or add-on set at their top and under ``env``."""
    env = fields.child(values, "env")
    inner = env.fields.values() if isinstance(env, Mapping) else ()
    return (
        *settings_at(values.fields.values(), holder, Level.TOP),
        *settings_at(inner, holder, Level.ENVIRONMENT),
    )


def settings_at(
    entries: Iterable[Entry], holder: Value[Holder], level: Level
) -> tuple[CniSetting, ...]:
    """Entries with single values; what is null, or has no name that can be seen, is left out."""
    return tuple(_settings(entries, holder, level))


def variable_of(name: Entry, value: Entry, holder: Value[Holder]) -> CniSetting | None:
    """A variable in the form that containers have; None where it has no single value."""
    if not isinstance(name.value, Scalar) or not isinstance(value.value, Scalar):
        return None
    entry = Entry(name.value, value.value, value.start, value.end)
    return next(_settings([entry], holder, Level.ENVIRONMENT), None)


def _settings(
    entries: Iterable[Entry], holder: Value[Holder], level: Level
) -> Iterator[CniSetting]:
    for entry in entries:
        is_named = kind_of(entry.key) is not Kind.PLACEHOLDER
        if is_named and isinstance(entry.value, Scalar) and not fields.is_absent(entry):
            yield CniSetting(
                span=entry.span,
                holder=holder,
                level=Known(level, at(entry.key.span)),
                name=Known(entry.key.text, at(entry.key.span)),
                text=fields.text(entry),
                type=_type_of(entry.value, entry),
            )


def _type_of(node: Node, entry: Entry) -> Value[ScalarType]:
    assert isinstance(node, Scalar)
    kind = kind_of(node)
    origin = origin_of(node, entry.span)
    # Terraform's strings "true" and "false" are plain; that they hold a text tells them apart.
    is_text = isinstance(node.source, Traced) and node.source.content is not None
    if is_text and kind is not Kind.PLACEHOLDER:
        return Known(ScalarType.STRING, origin)
    return Known(_TYPES[kind], origin) if kind in _TYPES else Unknown(_NO_TYPE, origin)
