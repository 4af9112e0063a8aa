"""Images: what nodes start from, as a file names it."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.aws.image_names import Naming
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value

_NOBODY: Value[str] = Known("nodes", is_set=False)
_FALSE: Value[bool] = Known(False, is_set=False)
_NONE: Value[None] = Known(None, is_set=False)
_NOT_LOOKED: Value[bool] = Unknown(Reason("what an image is for is not in these files"))


@dataclass(frozen=True, slots=True, eq=False)
class NodeImage:
    """The image that nodes start from, by the name that a file gives it.

    ``holder`` is a phrase for what starts from it. ``name`` may be a pattern, and has `HIDDEN` for
    each part that cannot be seen. ``is_from_amazon`` says that only an image of Amazon's can be
    meant, ``is_chosen_otherwise`` that more than its name and owner decide which one it is,
    ``is_for_nodes`` that what starts from it is sure to be nodes of a cluster. ``version`` is the
    minor version of Kubernetes that is given beside the name, None without one. ``beside`` is what
    else names an image where EKS allows one of the two. ``asked_edition`` is the edition that the
    file asks a module for, ``edition`` the one that starts; ``is_unknown_to_module`` says that the
    release of the module has no entry for the image.
    """

    span: Span
    naming: Value[Naming]
    name: Value[str]
    holder: Value[str] = _NOBODY
    is_from_amazon: bool = True
    is_chosen_otherwise: bool = False
    is_for_nodes: Value[bool] = _NOT_LOOKED
    beside: Value[str | None] = _NONE
    asked_edition: Value[str | None] = _NONE
    edition: Value[str | None] = _NONE
    version: Value[int] | None = None
    is_unknown_to_module: Value[bool] = _FALSE

    @property
    def title(self) -> str:
        holder = self.holder.value if isinstance(self.holder, Known) else "nodes"
        return f"the image of {holder}"
