"""Workloads: everything that has a pod template."""

from __future__ import annotations

from dataclasses import dataclass

from eksnetlint.model.labels import Labels
from eksnetlint.model.node_group import Os
from eksnetlint.model.pod_spec import PodSpec
from eksnetlint.model.scheduling import Scheduling
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Unknown, Value, conjunction, lift

_NO_CONFLICT: Value[bool] = Known(False)
_NOTHING_ASKED = Scheduling()
_NOTHING_SAID = PodSpec()
_NOT_SAID: Value[int | None] = Known(None, is_set=False)


def name_in(namespace: Value[str], name: Value[str]) -> str:
    """``namespace/name``, with the namespace left out where none is written."""
    shown = name.value if isinstance(name, Known) else "?"
    if isinstance(namespace, Unknown):
        return shown if not namespace.is_set else f"?/{shown}"
    return f"{namespace.value}/{shown}"


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """A pod, or what makes pods from a template.

    ``os_cause`` is a phrase for what decides ``os``; ``placement_conflict`` says whether the pods
    are asked onto both systems at once, so that they run nowhere. An unset namespace is unknown:
    it is chosen when the manifest is applied. ``replicas`` is None where it does not say;
    ``is_patched`` is true where a kustomization has patches for its file, which were not applied.
    """

    span: Span
    kind: Value[str]
    name: Value[str]
    namespace: Value[str]
    os: Value[Os]
    os_cause: Value[str]
    host_network: Value[bool]
    host_process: Value[bool]
    labels: Labels
    service_account: Value[str]
    placement_conflict: Value[bool] = _NO_CONFLICT
    scheduling: Scheduling = _NOTHING_ASKED
    pod: PodSpec = _NOTHING_SAID
    replicas: Value[int | None] = _NOT_SAID
    is_patched: bool = False

    @property
    def title(self) -> str:
        kind = self.kind.value if isinstance(self.kind, Known) else "workload"
        return f"{kind} {name_in(self.namespace, self.name)}"

    @property
    def is_ordinary_windows(self) -> Value[bool]:
        """Whether its pods are Windows pods with addresses of their own.

        A workload that says nothing about its system is none.
        """
        return conjunction([lift(lambda os: os is Os.WINDOWS, self.os), self.is_ordinary])

    @property
    def is_ordinary(self) -> Value[bool]:
        """Whether its pods have addresses of their own, so that policies could concern them."""
        return lift(lambda host_network: not host_network, self.host_network)
