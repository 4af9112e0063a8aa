"""Commands that Terraform runs, as far as they may change a cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.model.legacy import LegacyController
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
# The rest of a command, whose lines may go on after a backslash.
_REST = r"(?:[^\n;&|\\]|\\[\s\S])*"
# eksctl only tells what it would do unless it is told to go on; the manifests are those that AWS
# gave before October 2021.
_OLD_CONTROLLER = re.compile(
    rf"\beksctl\s+utils\s+install-vpc-controllers\b(?={_REST}--approve\b)(?!{_REST}--delete\b)"
    r"|\beksctl\s+create\s+cluster\b[^\n]*--install-vpc-controllers\b(?!=false)"
    r"|\bkubectl\s+(?:apply|create)\b[^\n]*/manifests/[\w-]+/vpc-resource-controller/"
)
# What is only said, behind a # or by echo, is not done.
_SAID = re.compile(r"(?:^|\s)#|\b(?:echo|printf)\b[^;&|]*$")
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


def legacy_controllers_of(root: Root) -> Iterator[LegacyController]:
    """Commands that install the VPC resource controller which used to run on nodes."""
    for text, _ in commands_of(root):
        match = _done(_OLD_CONTROLLER, text.text) if text is not None else None
        if match is not None and text is not None:
            place = at(text.place(*match.span()))
            span = text.place(*match.span())
            yield LegacyController(span, Known("this command", place), Known(True, place))


def _done(command: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place where a script runs a command, and does not only speak of it."""
    for match in command.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not _SAID.search(line):
            return match
    return None


def attaches_policies(root: Root) -> bool:
    """Whether a command may attach policies to a role."""
    return any(text is None or _ATTACHES.search(text.text) for text, _ in commands_of(root))


def _placed(text: Text, match: re.Match[str]) -> Known[str]:
    return Known(match[1], at(text.place(*match.span())))
