"""Commands that Terraform runs, as far as they may change a cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.readers.cni_addon import unsettled
from eksnetlint.readers.terraform.provisioners import commands_of
from eksnetlint.readers.terraform.resource import Root
from eksnetlint.source.tree import Text
from eksnetlint.values import Known, Reason, Unknown, Value, at

_MAY_ENABLE = Reason("a command in these files may enable Windows IPAM")
_MAY_BRING_NODES = Reason("a command in these files may bring nodes")
_NODES = re.compile(
    r"\beksctl\s+create\s+(?:nodegroup|ng|fargateprofile|cluster)\b"
    r"|\baws\s+eks\s+create-(?:nodegroup|fargate-profile)\b"
)
_ATTACHES = re.compile(r"\baws\s+iam\s+(?:attach|put)-role-policy\b")
# Whatever reaches into the cluster may bring the ConfigMap amazon-vpc-cni along.
_REACHES_IN = re.compile(
    r"\bkubectl\b[^\n]*\b(?:apply|patch|create|replace|edit|set)\b|\bhelm\b[^\n]*\b(?:install|upgrade)\b"
    r"|\beksctl\s+utils\s+install-vpc-controllers\b|windows-ipam|enableWindowsIpam"
    r"|vpc-resource-controller",
    re.I,
)
_SWITCHED_ON = re.compile(
    r"(?:enable-windows-ipam|enableWindowsIpam)\\*[\"']?\s*[:=]\s*\\*[\"']?(true)\b"
)


def cni_configurations_of(root: Root) -> Iterator[CniConfiguration]:
    """What commands may set of the VPC CNI; only a plain setting is certain."""
    for text, origin in commands_of(root):
        if text is None or _REACHES_IN.search(text.text):
            span = origin.span
            assert span is not None
            settings = unsettled(_MAY_ENABLE, origin)
            match = _SWITCHED_ON.search(text.text) if text is not None else None
            if match is not None and text is not None:
                settings["enable-windows-ipam"] = _placed(text, match)
            holder: Value[Holder] = Unknown(_MAY_ENABLE, origin)
            yield CniConfiguration(span, holder, settings)


def capacity_doubts(root: Root) -> Iterator[Unknown]:
    """Commands that may bring nodes."""
    for text, origin in commands_of(root):
        if text is not None and _NODES.search(text.text):
            yield Unknown(_MAY_BRING_NODES, origin)


def attaches_policies(root: Root) -> bool:
    """Whether a command may attach policies to a role."""
    return any(text is None or _ATTACHES.search(text.text) for text, _ in commands_of(root))


def _placed(text: Text, match: re.Match[str]) -> Known[str]:
    return Known(match[1], at(text.place(*match.span())))
