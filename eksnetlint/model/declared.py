"""What the user says about a cluster that the files cannot show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from eksnetlint.mistakes import Mistake
from eksnetlint.model.node_group import Dsr
from eksnetlint.spelling import nearest
from eksnetlint.values import Known


class Engine(Enum):
    """What enforces network policies."""

    VPC_CNI = "vpc-cni"
    CALICO = "calico"
    CILIUM = "cilium"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Declarations:
    """Declared facts; None for those left open."""

    network_policy_engine: Known[Engine] | None = None
    dsr: Known[Dsr] | None = None
    windows_ipam: Known[bool] | None = None
    prefix_delegation: Known[bool] | None = None
    kubernetes_minor: Known[int] | None = None


NOTHING = Declarations()


class BadDeclaration(Mistake):
    """A declared fact that is not known, or whose value makes no sense."""


# The name users write, the values they may write, and what each stands for.
_FLAG = {"true": True, "false": False}
_MEANINGS: dict[str, dict[str, object]] = {
    "network_policy_engine": {engine.value: engine for engine in Engine},
    "dsr": {"enabled": Dsr.ENABLED, "disabled": Dsr.DISABLED},
    "windows_ipam": dict(_FLAG),
    "prefix_delegation": dict(_FLAG),
}
KEYS = (*_MEANINGS, "kubernetes_version")


def declarations(pairs: Iterable[str]) -> Declarations:
    """Declared facts from ``key=value`` texts. Raises BadDeclaration with a full sentence."""
    found: dict[str, Known[object]] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise BadDeclaration(f"a fact is written key=value, and '{pair}' has no '='")
        if key == "kubernetes_version":
            found["kubernetes_minor"] = Known(_minor(text))
        else:
            found[key] = Known(_meaning(key, text))
    return Declarations(**found)  # type: ignore[arg-type]


def _meaning(key: str, text: str) -> object:
    if key not in _MEANINGS:
        meant = nearest(key, KEYS)
        hint = f"did you mean '{meant}'?" if meant else f"known are {', '.join(KEYS)}"
        raise BadDeclaration(f"there is no fact '{key}'; {hint}")
    meanings = _MEANINGS[key]
    if text not in meanings:
        raise BadDeclaration(f"'{text}' is no value of {key}: it is one of {', '.join(meanings)}")
    return meanings[text]


def _minor(text: str) -> int:
    major, _, minor = text.partition(".")
    if major != "1" or not minor.isdecimal():
        raise BadDeclaration(f"'{text}' is no kubernetes_version such as 1.33")
    return int(minor)
