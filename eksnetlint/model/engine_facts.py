"""Which engines for network policies are known to be in a cluster at once."""

from __future__ import annotations

import posixpath

from eksnetlint.model.cluster import Cluster, Join
from eksnetlint.model.declared import Engine
from eksnetlint.model.engines import engine_on
from eksnetlint.model.node_group import Os
from eksnetlint.values import Frame, Known, Origin, Value, is_known


def policy_engines(cluster: Cluster) -> Value[tuple[Engine, ...]]:
    """The engines that are known to enforce network policies on Linux nodes."""
    found: list[Engine] = []
    frames: list[Frame] = []
    for engine in (Engine.VPC_CNI, Engine.CALICO, Engine.CILIUM):
        reach = engine_on(cluster, engine, Os.LINUX)
        if is_known(reach.answer, True):
            found.append(engine)
            places = reach.answer.origin.frames
            frames += [Frame(frame.span, frame.note or reach.cause) for frame in places]
    return Known(tuple(found), Origin(tuple(frames)))


def has_several_policy_engines(cluster: Cluster) -> Value[bool]:
    """Whether more than one engine is known to enforce network policies on Linux nodes.

    Manifests in several folders whose cluster no file declares may be for as many clusters.
    """
    engines = policy_engines(cluster)
    assert isinstance(engines, Known)
    folders = {posixpath.dirname(frame.span.path) for frame in engines.origin.frames}
    are_together = cluster.join is not Join.UNCLAIMED or len(folders) < 2
    return Known(len(engines.value) > 1 and are_together, engines.origin)
