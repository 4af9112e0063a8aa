"""Evaluations of a root that a user asks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RootSetting:
    """One evaluation of a root, with what ``--var-file`` and ``--var`` give in their order.

    ``folder`` is relative to the scan root, None for the only root; ``variable_files`` are
    relative to the scan root; of ``variables`` each is a name and a text as Terraform reads it.
    """

    folder: str | None
    variable_files: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    title: str = ""

    def title_for(self, folder: str) -> str:
        """What to call a root with this setting."""
        if self.title:
            return self.title
        given = [*self.variable_files, *("=".join(pair) for pair in self.variables)]
        shown = folder or "."
        return f"{shown} with {', '.join(given)}" if given else shown
