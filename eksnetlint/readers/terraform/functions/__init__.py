"""Terraform's built-in functions, as of Terraform 1.11.

All but ``can``, ``try`` and ``defaults``, which need the expressions and not the values of their
arguments, and ``type``, which only the console has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from eksnetlint.readers.terraform.functions import (
    cidr,
    collections,
    encoding,
    files,
    formatting,
    hashes,
    json,
    lists,
    numbers,
    patterns,
    sets,
    strings,
    types,
    yaml,
)
from eksnetlint.readers.terraform.functions.function import FileAccess, Function, apply
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Reason, Unknown

_ROOMS = (
    cidr,
    collections,
    encoding,
    files,
    formatting,
    hashes,
    json,
    lists,
    numbers,
    patterns,
    sets,
    strings,
    types,
    yaml,
)
_NAMESPACE = "core::"

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {name: function for room in _ROOMS for name, function in room.FUNCTIONS.items()}
)


def call(name: str, arguments: Sequence[TfValue], context: FileAccess) -> TfValue:
    """The result of a function call; never raises.

    What Terraform calls an error is Unknown with a reason that begins with the function's name,
    as is a function that is not known here. Reasons never hold what is sensitive.
    """
    short = name.removeprefix(_NAMESPACE)
    function = FUNCTIONS.get(short)
    if function is None:
        kind = "a provider's function" if "::" in short else "no function that is known here"
        return Unknown(Reason(f"{short}() is {kind}"))
    return apply(short, function, arguments, context)
