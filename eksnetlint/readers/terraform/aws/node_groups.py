"""Node groups: what an image, a launch template and user data come to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eksnetlint.model.bootstrap import Bootstrap, Caller
from eksnetlint.model.image import NodeImage
from eksnetlint.model.network import Subnet
from eksnetlint.model.node_group import NodeGroup, Os, Provisioner
from eksnetlint.readers.bootstrap import bootstrap_of, unseen_bootstrap, without_user_data
from eksnetlint.readers.dsr import DsrFact, dsr_of
from eksnetlint.readers.terraform.aws.image_names import refused_type
from eksnetlint.readers.terraform.aws.images import Image, image_of_os
from eksnetlint.readers.terraform.aws.scripts import Script, max_pods_of
from eksnetlint.readers.terraform.aws.templates import NodeTemplate
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.values import Known, Reason, Unknown, Value, World, at, is_known, lift

_OWN_IMAGE = Reason("a custom AMI may join its cluster by itself")
_UNSEEN_DSR = "what the user data does to kube-proxy cannot be seen"


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What is known of a group before it is put together.

    ``beside`` is what else names an image, where only one thing may; ``caller`` calls the bootstrap
    script, None where that is left to the user data; ``version`` is the minor version of Kubernetes
    that is written for the group.
    """

    name: Value[str]
    provisioner: Provisioner
    image: Image
    script: Script | Unknown | None
    instance_types: Value[tuple[str, ...]]
    eni_count: Value[int]
    subnets: World[Subnet]
    listed_types: tuple[Value[str], ...]
    template: NodeTemplate | None
    beside: Value[str | None] = Known(None, is_set=False)  # noqa: RUF009 - a frozen value
    caller: Value[Caller] | None = None
    unused: tuple[Known[str], ...] = ()
    version: Value[int] | None = None


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
        image=_named(parts, refused_type(resource) or parts.image.named),
        user_data_os=_user_data_os(parts.script),
        instance_types=parts.instance_types,
        eni_count=parts.eni_count,
        max_pods=max_pods_of(parts.script, image.os, resource.span),
        dsr=dsr.state,
        dsr_cause=dsr.cause,
        subnets=parts.subnets,
        listed_types=parts.listed_types,
        uses_efa=parts.template.uses_efa if parts.template else Known(False, is_set=False),
        bootstrap=_bootstrap(image, parts) if is_known(image.os, Os.WINDOWS) else None,
    )
    if isinstance(resource.exists, Unknown):
        # No rule may find fault with a group that may not be there.
        os = _of_doubtful(resource.exists, image.os)
        return replace(group, os=os, image=None, user_data_os=Known(None))
    return group


def _named(parts: Parts, image: NodeImage | None) -> NodeImage | None:
    """The image by its name, with what is known of the group that starts from it."""
    if image is None:
        return None
    script = parts.script
    is_for_nodes: Value[bool] = Known(True)
    if parts.provisioner is not Provisioner.MANAGED:
        is_for_nodes = Known(isinstance(script, Script) and script.joins_a_cluster)
    return replace(
        image,
        holder=lift(lambda name: f"node group '{name}'", parts.name),
        edition=parts.image.edition,
        is_for_nodes=is_for_nodes,
        beside=parts.beside,
        version=parts.version,
    )


def _user_data_os(script: Script | Unknown | None) -> Value[Os | None]:
    if isinstance(script, Unknown):
        return script
    return Known(script.os, script.origin) if script else Known(None, is_set=False)


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


def _bootstrap(image: Image, parts: Parts) -> Bootstrap:
    script, caller = parts.script, parts.caller or _own_caller(image)
    if isinstance(script, Unknown):
        return unseen_bootstrap(script, caller)
    if script is None:
        return without_user_data(image.os.origin, caller, unused=parts.unused)
    return bootstrap_of(script.read, script.traced, script.origin, caller, unused=parts.unused)


def _own_caller(image: Image) -> Value[Caller]:
    """The user data joins the nodes, unless their image does so by itself."""
    if image.is_for_eks:
        return Known(Caller.USER_DATA, image.os.origin)
    return Unknown(_OWN_IMAGE, image.os.origin)


def _dsr(image: Image, script: Script | Unknown | None) -> DsrFact:
    if isinstance(script, Unknown) and not is_known(image.os, Os.LINUX):
        reason = Reason(script.reason.text, "dsr")
        state = Unknown(reason, script.origin)
        return DsrFact(state, Known(_UNSEEN_DSR, script.origin))
    seen = script if isinstance(script, Script) and is_known(image.os, Os.WINDOWS) else None
    return dsr_of(image.windows_version, image.os, seen, is_custom=image.is_custom)
