"""What follows about containers for Windows from their images and the nodes they may run on."""

from __future__ import annotations

import re

from eksnetlint.aws import windows_images
from eksnetlint.model.candidates import candidates
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.container_use import ContainerUse
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.model.placement import BUILD_LABEL
from eksnetlint.model.scheduling import NodeOperator, NodeRequirement, Scheduling
from eksnetlint.values import (
    Frame,
    Known,
    Origin,
    Reason,
    Unknown,
    Value,
    is_known,
    known_or,
    lift,
    negation,
)

_NO_RUNTIME_CLASS = Reason("the RuntimeClass of a pod is not in these files")
_BUILD = re.compile(r"10\.0\.(\d{5})")


def workload(container: ContainerUse, _: Cluster) -> Value[str]:
    """The workload that the container is in."""
    return Known(container.workload.title)


def image_build(container: ContainerUse, _: Cluster) -> Value[int | None]:
    """The Windows build that its image is for, as the tag tells; null where it does not."""
    return lift(windows_images.image_build, container.image)


def shares_kernel(container: ContainerUse, _: Cluster) -> Value[bool]:
    """Whether it runs with process isolation, so that its image must be of the node's build.

    A RuntimeClass can ask containerd for Hyper-V isolation, by handlers such as
    runhcs-wcow-hypervisor (containerd internal/cri/config/config_windows.go). The image of a
    HostProcess container may be of any build (Kubernetes, "Create a Windows HostProcess Pod").
    """
    host_process = container.workload.host_process
    if not is_known(host_process, False):
        return negation(host_process)
    scheduling = container.workload.scheduling
    if scheduling.runtime_class is not None:
        return Unknown(_NO_RUNTIME_CLASS, scheduling.runtime_class.origin)
    if scheduling.handler is None:
        return Known(True, is_set=False)
    return lift(lambda name: "hypervisor" not in name, scheduling.handler)


def has_ami(container: ContainerUse, cluster: Cluster) -> Value[bool]:
    """Whether EKS has AMIs of the build its image is for; true where the tag tells no build."""
    build = image_build(container, cluster)
    return lift(lambda found: found is None or windows_images.has_ami(found), build)


def asked_builds(container: ContainerUse, _: Cluster) -> Value[tuple[int, ...]]:
    """The Windows builds its pods ask for by the label windows-build; empty where they do not."""
    asked = _asked(container.workload.scheduling)
    if asked is None:
        return Known((), container.workload.scheduling.place, is_set=False)
    found: list[int] = []
    frames: list[Frame] = []
    for requirement in asked:
        for value in requirement.values:
            match = _BUILD.fullmatch(known_or(value, ""))
            if match is None:
                # A build that cannot be read may be the right one.
                return Known((), requirement.origin)
            found.append(int(match[1]))
        frames += requirement.origin.frames
    return Known(tuple(found), Origin(tuple(frames)))


def _asked(scheduling: Scheduling) -> tuple[NodeRequirement, ...] | None:
    """The requirements that name the builds a pod can run on; None where it is not bound so."""
    own = [item for item in scheduling.selector_requirements if item.key == BUILD_LABEL]
    if own:
        return tuple(own)
    if scheduling.required is None or scheduling.required.unreadable:
        return None
    terms = [term for term in scheduling.required.terms if not term.is_empty]
    named = [
        item
        for term in terms
        for item in term.requirements
        if item.key == BUILD_LABEL and is_known(item.operator, NodeOperator.IN)
    ]
    return tuple(named) if terms and len(named) == len(terms) else None


def fits_asked_builds(container: ContainerUse, cluster: Cluster) -> Value[bool]:
    """Whether a node of a build that its pods ask for may run its image."""

    def fits(image: int | None, asked: tuple[int, ...]) -> bool:
        if image is None or not asked:
            return True
        return any(windows_images.can_run(image, build) is not False for build in asked)

    return lift(fits, image_build(container, cluster), asked_builds(container, cluster))


def unfit_groups(container: ContainerUse, cluster: Cluster) -> Value[tuple[NodeGroup, ...]]:
    """The node groups in the files that its pods can run on, and that cannot run its image."""
    build = image_build(container, cluster)
    if isinstance(build, Unknown):
        return build
    image = build.value
    if image is None:
        return Known(())
    unfit = tuple(
        group
        for group in candidates(container.workload, cluster).certain
        if _cannot_run(image, group)
    )
    frames = (Frame(group.span, f"{group.title} is of another build") for group in unfit)
    return Known(unfit, Origin(tuple(frames)))


def has_fit_groups(container: ContainerUse, cluster: Cluster) -> Value[bool]:
    """Whether another node group that its pods may run on, seen or unseen, may run its image."""
    found = candidates(container.workload, cluster)
    build = known_or(image_build(container, cluster), None)
    is_seen = any(build is None or not _cannot_run(build, group) for group in found.possible)
    return Known(is_seen or found.open_because is not None)


def _cannot_run(image: int, group: NodeGroup) -> bool:
    host = known_or(group.windows_build, None)
    return host is not None and windows_images.can_run(image, host) is False
