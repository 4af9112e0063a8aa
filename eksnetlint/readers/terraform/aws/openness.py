"""Why a root module does not show all there is."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.readers.terraform.community import brings_no_nodes
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.values import Reason, Unknown, at, is_known

_LIBRARY = Reason("the module is made to be called, and its callers are not in these files")


def openings(root: Root, what: str) -> Iterator[Unknown]:
    """The reasons why there may be more; ``what`` ends "a module is not on disk, and may …"."""
    if root.is_library:
        yield Unknown(_LIBRARY, at(root.span))
    if root.open_because is not None:
        yield Unknown(root.open_because, at(root.span))
    for call in root.unresolved:
        if not brings_no_nodes(call.source) and not is_known(call.exists, False):
            yield Unknown(Reason(f"{call.address} is not on disk, and may {what}"), at(call.span))
