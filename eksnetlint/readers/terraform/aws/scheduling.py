"""Labels and taints that managed node groups give their nodes."""

from __future__ import annotations

import re

from eksnetlint.model.labels import Labels
from eksnetlint.model.taints import Taint, Taints
from eksnetlint.readers.terraform.aws.attributes import labels, string, written
from eksnetlint.readers.terraform.aws.scripts import Script
from eksnetlint.readers.terraform.resource import Contents, Resource
from eksnetlint.readers.terraform.types import HOLE
from eksnetlint.values import Known, Reason, Unknown, Value, at, lift

_MADE_UP = Reason("Terraform makes up the name of a node group")
_USER_DATA = Reason("a node group's user data may give its nodes labels and taints")
_INCOMPLETE = Reason("a taint of a node group has no key or no effect")
_NO_EFFECT = Reason("a taint of a node group has an effect that EKS does not know")
# EKS API reference, Taint (2017-11-01): effect.
_EFFECTS = {
    "NO_SCHEDULE": "NoSchedule",
    "NO_EXECUTE": "NoExecute",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
}
# Kubelet's arguments and settings for both, and commands that set them later.
_MAY_MARK = re.compile(r"label|taint", re.I)


def group_labels(resource: Resource, script: Script | Unknown | None) -> Labels:
    """The labels a group lists, and the one with its name that EKS adds.

    Sources: EKS user guide, "Simplify node lifecycle with managed node groups"; eksctl
    pkg/apis/eksctl.io/v1alpha5/types.go, EKSNodeGroupNameLabel.
    """
    listed = labels(written(resource.contents, "labels"))
    named = written(resource.contents, "node_group_name")
    name = string(named) if named is not None else Unknown(_MADE_UP, at(resource.span))
    items = {**listed.items, "eks.amazonaws.com/nodegroup": name}
    return Labels(items, listed.open_because or _unseen(script))


def group_taints(resource: Resource, script: Script | Unknown | None) -> Taints:
    """The taints a group lists."""
    blocks = resource.contents.nested("taint")
    items = tuple(_taint(block) for block in blocks.items)
    return Taints(items, blocks.open_because or _unseen(script))


def _unseen(script: Script | Unknown | None) -> Reason | None:
    if isinstance(script, Unknown):
        return script.reason
    text = script.text.text if script else ""
    return _USER_DATA if HOLE in text or _MAY_MARK.search(text) else None


def _taint(block: Contents) -> Taint:
    origin = at(block.span).through(*block.origin.frames)
    key, value, effect = (written(block, name) for name in ("key", "value", "effect"))
    incomplete = Unknown(_INCOMPLETE, origin)
    word = _effect(string(effect)) if effect is not None else incomplete
    return Taint(
        string(key) if key is not None else incomplete,
        string(value) if value is not None else Known("", origin, is_set=False),
        word,
        origin,
    )


def _effect(word: Value[str]) -> Value[str]:
    if isinstance(word, Known) and word.value not in _EFFECTS:
        return Unknown(_NO_EFFECT, word.origin)
    return lift(lambda found: _EFFECTS[found], word)
