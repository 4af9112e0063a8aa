"""Settings of Windows groups in eksctl files that eksctl looks at before it makes anything."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.source.text import Span
from eksnetlint.values import Known, Value


@dataclass(frozen=True, slots=True, eq=False)
class EksctlSetting:
    """A field of a Windows group; ``refusal`` is a phrase for why eksctl refuses it there.

    ``until_minor`` is the last Kubernetes minor version with which eksctl takes it all the same,
    None where there is none.
    """

    span: Span
    field: Value[str]
    group: Value[str]
    refusal: Value[str | None]
    until_minor: int | None = None

    @property
    def title(self) -> str:
        return f"'{self.field.value if isinstance(self.field, Known) else '?'}' of eksctl"
