"""The user data of nodes: whose system it is for, and what it tells kubelet and kube-proxy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from eksnetlint.model.node_group import Os
from eksnetlint.readers.terraform.aws.user_data import user_data_of
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.readers.userdata import Place, UserData, read_user_data
from eksnetlint.source.scalars import integer_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Text
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, at

_UNSEEN = Reason("the user data of a node group cannot be seen in these files")
_PARTLY = Reason("a part of the user data of a node group cannot be seen in these files")
_COMPUTED = Reason("--max-pods is computed in the user data")
_LINUX_PODS = Reason("the limit of pods on Linux nodes is not looked into")
_WINDOWS = re.compile(r"Start-EKSBootstrap|<powershell>", re.I)
_LINUX = re.compile(
    r"/etc/eks/bootstrap\.sh|#!/(?:usr/)?bin/|^#cloud-config|^MIME-Version:|^\s*\[settings[.\]]"
    r"|\bnodeadm\b|node\.eks\.aws/",
    re.M,
)
_BOOTSTRAP = re.compile(
    r"Start-EKSBootstrap|/etc/eks/bootstrap\.sh|\bnodeadm\b|node\.eks\.aws/|settings\.kubernetes",
    re.I,
)
_LINUX_CLUSTER = re.compile(
    r"/etc/eks/bootstrap\.sh[ \t]+[\"']?([A-Za-z0-9][\w-]*)|cluster-name\"?[ ]*=[ ]*\"([\w-]+)\""
)
# The kubelet's own default (k8s.io/kubelet config/v1beta1, MaxPods).
_DEFAULT_MAX_PODS = 110


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """User data that can be seen at least in part; ``origin`` is that of the attribute."""

    text: Text
    read: UserData
    origin: Origin

    @property
    def os(self) -> Os | None:
        """The system that can run it; None where it does not show."""
        if _WINDOWS.search(self.text.text):
            return Os.WINDOWS
        return Os.LINUX if _LINUX.search(self.text.text) else None

    @property
    def joins_a_cluster(self) -> bool:
        """Whether it makes the node one of an EKS cluster."""
        return bool(_BOOTSTRAP.search(self.text.text))

    @property
    def cluster_name(self) -> Known[str] | None:
        """The name it gives of the cluster; None where that does not show."""
        for call in self.read.calls:
            argument = call.arguments.get("eksclustername")
            if argument is not None and argument.text:
                return Known(argument.text, at(self.span(argument.place)))
        match = _LINUX_CLUSTER.search(self.text.text)
        if match is None:
            return None
        group = match.lastindex or 0
        return Known(match[group], at(self.text.place(*match.span(group))))

    def span(self, place: Place) -> Span:
        """Where a place of the user data is written."""
        return self.text.place(place.start, place.end)

    def traced(self, place: Place) -> Origin:
        """A place of the user data with the way from there to the group."""
        span = self.span(place)
        behind = (frame for frame in self.origin.frames if not _holds(frame.span, span))
        return at(span).through(*behind)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.source is inner.source and outer.start <= inner.start and inner.end <= outer.end


def script_of(value: TfValue | None, *, called_after: bool) -> Script | Unknown | None:
    """The user data of a group; ``called_after`` where EKS runs the bootstrap script after it."""
    if value is None:
        return None
    text = user_data_of(value)
    if text is None:
        reason = value.reason if isinstance(value, Unknown) else _UNSEEN
        return Unknown(reason, value.origin)
    return Script(text, _read(text.text, called_after), value.origin)


@lru_cache(maxsize=64)
def _read(text: str, called_after: bool) -> UserData:
    # Many groups have the same user data: instances of one block, roots of one module.
    return read_user_data(text, called_after=called_after)


def max_pods_of(script: Script | Unknown | None, os: Value[Os], span: Span) -> Value[int]:
    """What the kubelet of a Windows node is told."""
    if isinstance(os, Known) and os.value is not Os.WINDOWS:
        return Unknown(_LINUX_PODS, at(span), is_set=False)
    if isinstance(script, Unknown):
        return script
    if script is None:
        return Known(_DEFAULT_MAX_PODS, at(span), is_set=False)
    argument = script.read.max_pods
    if argument is not None:
        number = integer_of(argument.text) if argument.text is not None else None
        place = script.traced(argument.place)
        return Known(number, place) if number is not None else Unknown(_COMPUTED, place)
    if script.read.opaque is not None:
        return Unknown(_PARTLY, script.traced(script.read.opaque))
    return Known(_DEFAULT_MAX_PODS, at(span), is_set=False)
