"""Node groups: what an image, a launch template and user data come to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.readers.dsr import DsrFact, dsr_of
from eksnetlint.readers.terraform.aws.images import Image, image_of_os
from eksnetlint.readers.terraform.aws.scripts import Script, max_pods_of
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known

_UNSEEN_DSR = "what the user data does to kube-proxy cannot be seen"


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What is known of a group before it is put together."""

    name: Value[str]
    provisioner: Provisioner
    image: Image
    script: Script | Unknown | None
    instance_types: Value[tuple[str, ...]]
    eni_count: Value[int]


def assembled(resource: Resource, parts: Parts) -> NodeGroup:
    """The group of a resource; where that may not exist, its system counts as unknown."""
    image = _with_script(parts.image, parts.script)
    dsr = _dsr(image, parts.script)
    group = NodeGroup(
        span=resource.span,
        name=parts.name,
        provisioner=Known(parts.provisioner, at(resource.span)),
        os=image.os,
        windows_version=image.windows_version,
        windows_build=image.windows_build,
        edition=image.edition,
        instance_types=parts.instance_types,
        eni_count=parts.eni_count,
        max_pods=max_pods_of(parts.script, image.os, resource.span),
        dsr=dsr.state,
        dsr_cause=dsr.cause,
    )
    if isinstance(resource.exists, Unknown):
        # No rule may find fault with a group that may not be there.
        return replace(group, os=_of_doubtful(resource.exists, image.os))
    return group


def _of_doubtful(exists: Unknown, os: Value[Os]) -> Value[Os]:
    return Unknown(exists.reason, os.origin.through(*exists.origin.frames))


def _with_script(image: Image, script: Script | Unknown | None) -> Image:
    """The image as the user data shows it where nothing else does."""
    if not isinstance(image.os, Unknown) or not isinstance(script, Script):
        return image
    found = script.os
    if found is None:
        return image
    origin = script.origin.through(*image.os.origin.frames)
    return image_of_os(found, origin, is_custom=True)


def _dsr(image: Image, script: Script | Unknown | None) -> DsrFact:
    if isinstance(script, Unknown) and not is_known(image.os, Os.LINUX):
        reason = Reason(script.reason.text, "dsr")
        state = Unknown(reason, script.origin)
        return DsrFact(state, Known(_UNSEEN_DSR, script.origin))
    seen = script if isinstance(script, Script) and is_known(image.os, Os.WINDOWS) else None
    return dsr_of(image.windows_version, image.os, seen, is_custom=image.is_custom)
