"""Functions that convert between types, and those about sensitive values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eksnetlint.readers.terraform.contents import text_of
from eksnetlint.readers.terraform.conversion import (
    Conversion,
    as_bool,
    as_list,
    as_map,
    as_number,
    as_set,
    as_string,
)
from eksnetlint.readers.terraform.functions.function import Function, Marks, anything
from eksnetlint.readers.terraform.types import (
    Refused,
    TfObject,
    TfValue,
    Unseen,
    is_sensitive,
    marked,
    reveal,
)
from eksnetlint.values import Known, Unknown


def _list(*items: TfValue) -> TfValue:
    return as_list(Known(items))


def _map(*pairs: TfValue) -> TfValue:
    if len(pairs) % 2:
        raise Refused("an even number of arguments is required")
    keys = [text_of(key) for key in pairs[::2]]
    return as_map(Known(TfObject(dict(zip(keys, pairs[1::2], strict=True)))))


def _sensitive(value: TfValue) -> TfValue:
    if isinstance(value, Unknown):
        # It has nothing to hide, but its bounds would tell something.
        value = replace(value, at_least=None, at_most=None)
    return marked(value)


def _issensitive(value: TfValue) -> bool:
    if isinstance(value, Unknown):
        raise Unseen(value)
    return is_sensitive(value)


def _converting(convert: Conversion, marks: Marks = Marks.KEPT) -> Function:
    return Function(convert, (anything,), marks=marks)


FUNCTIONS: Mapping[str, Function] = {
    "ephemeralasnull": Function(lambda value: value, (anything,), marks=Marks.HANDLED),
    "issensitive": Function(_issensitive, (anything,), marks=Marks.HANDLED),
    # Terraform dropped these two in 0.15; modules written for older versions mean this by them.
    "list": Function(_list, (), anything, Marks.KEPT),
    "map": Function(_map, (), anything, Marks.KEPT),
    "nonsensitive": Function(reveal, (anything,), marks=Marks.HANDLED),
    "sensitive": Function(_sensitive, (anything,), marks=Marks.HANDLED),
    "tobool": _converting(as_bool),
    "tolist": _converting(as_list),
    "tomap": _converting(as_map),
    "tonumber": _converting(as_number),
    "toset": _converting(as_set, Marks.SPREAD),
    "tostring": _converting(as_string),
}
