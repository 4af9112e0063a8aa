"""Which stand-in a module call gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eksnetlint.readers.terraform.community.addons import ADDON, ADDONS
from eksnetlint.readers.terraform.community.blueprints.stand_in import BLUEPRINTS
from eksnetlint.readers.terraform.community.cloudposse.cluster import CLUSTER
from eksnetlint.readers.terraform.community.cloudposse.label import LABEL
from eksnetlint.readers.terraform.community.cloudposse.node_group import NODE_GROUP
from eksnetlint.readers.terraform.community.eks.releases import EKS
from eksnetlint.readers.terraform.community.merging import merged_outputs, merged_resources
from eksnetlint.readers.terraform.community.release import Release
from eksnetlint.readers.terraform.community.source import module_source
from eksnetlint.readers.terraform.community.versions import range_of
from eksnetlint.readers.terraform.community.vpc import VPC
from eksnetlint.readers.terraform.resource import RemoteCall, Resource, StandIn
from eksnetlint.readers.terraform.types import TfValue

_MODULES: Mapping[str, Mapping[str, Sequence[Release]]] = {
    "terraform-aws-modules/eks/aws": EKS,
    "aws-ia/eks-blueprints/aws": BLUEPRINTS,
    "aws-ia/eks-blueprints-addons/aws": ADDONS,
    "aws-ia/eks-blueprints-addon/aws": ADDON,
    "cloudposse/eks-cluster/aws": CLUSTER,
    "cloudposse/eks-node-group/aws": NODE_GROUP,
    "cloudposse/label/null": LABEL,
    "terraform-aws-modules/vpc/aws": VPC,
}


def stand_in_of(source: str, version: str) -> StandIn | None:
    """What is known of a public module by its ``source`` and version constraint, if anything.

    Where a constraint leaves several major releases, those that lack an input of the call are
    left out, and what the others do differently is unknown. Of one major release the newest
    that is allowed counts, which is the one `terraform init` takes.
    """
    found = module_source(source)
    if found is None:
        return None
    releases = _MODULES.get(found.name, {}).get(found.folder, ())
    allowed = _allowed(releases, version if found.version is None else found.version)
    return _stand_in(allowed) if allowed else None


def _allowed(releases: Sequence[Release], constraint: str) -> tuple[Release, ...]:
    """The newest behaviour of each major release in a range."""
    allowed = range_of(constraint)
    if allowed is None:
        return ()
    newest = {one.range.first[0]: one for one in releases if one.range.meets(allowed)}
    return tuple(newest.values())


def _stand_in(allowed: tuple[Release, ...]) -> StandIn:
    def resources(call: RemoteCall) -> tuple[Resource, ...]:
        return merged_resources([one.resources(call) for one in _fitting(allowed, call)])

    def outputs(call: RemoteCall) -> Mapping[str, TfValue]:
        return merged_outputs([one.outputs(call) for one in _fitting(allowed, call)])

    return StandIn(outputs, resources)


def _fitting(allowed: tuple[Release, ...], call: RemoteCall) -> tuple[Release, ...]:
    """The releases that know all the inputs a call has; the newest where none does."""
    if len(allowed) == 1:
        return allowed
    names = frozenset(call.inputs.attributes)
    return tuple(one for one in allowed if one.accepts(names)) or allowed[-1:]
