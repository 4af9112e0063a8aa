"""terraform-aws-modules/terraform-aws-vpc: the subnets it makes, and how their ids are called.

Read 2026-11-23 from github.com/terraform-aws-modules/terraform-aws-vpc, tags v2.0.0 to v6.6.0:
main.tf, outputs.tf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    entries,
    from_contents,
)
from eksnetlint.readers.terraform.community.module import Module, existing, module_of
from eksnetlint.readers.terraform.community.release import LazyValues, Release
from eksnetlint.readers.terraform.community.versions import Range
from eksnetlint.readers.terraform.origins import of_element
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import Known, Reason, Unknown, at

_KINDS = ("private", "public", "intra")
_BY_IPV6 = Reason("the subnets of a VPC follow from prefixes of IPv6 addresses")
_DEFAULTS: Mapping[str, Constant] = {
    "create_vpc": True,
    **{f"{kind}_subnets": [] for kind in _KINDS},
}


def _subnets(call: RemoteCall, kind: str) -> Iterator[tuple[Module, int | None, TfValue]]:
    """The ranges of one kind of subnets by number; None for those that cannot be seen."""
    inputs = Inputs(call.span, from_contents(call.inputs), _DEFAULTS, null_is_default=True)
    place = module_of(call).where(inputs.flag("create_vpc"))
    ranges = inputs.value(f"{kind}_subnets")
    for name in (f"{kind}_subnet_ipv6_prefixes", f"{kind}_subnet_ipv6_native"):
        given = inputs.given(name)
        if given is not None:
            ranges = Unknown(_BY_IPV6, given.origin)
    for key, block in entries(ranges, call.span):
        block = replace(block, origin=of_element(ranges.origin, block.origin))
        here = replace(place, span=block.origin.span or call.span)
        yield here, None if key is None else int(key), block


def _resources(call: RemoteCall) -> tuple[Resource, ...]:
    return existing(
        here.unseen("aws_subnet", kind, block)
        if number is None
        else here.resource("aws_subnet", kind, {"cidr_block": block}, key=number)
        for kind in _KINDS
        for here, number, block in _subnets(call, kind)
    )


def _ids(call: RemoteCall, kind: str) -> TfValue:
    found = list(_subnets(call, kind))
    for _, number, block in found:
        if number is None:
            return replace(block, origin=at(call.span)) if isinstance(block, Unknown) else block
    ids = (here.pending("aws_subnet", kind, "id", key=number) for here, number, _ in found)
    return Known(tuple(ids), at(call.span))


def _outputs(call: RemoteCall) -> Mapping[str, TfValue]:
    makers: dict[str, Callable[[], TfValue]] = {
        f"{kind}_subnets": partial(_ids, call, kind) for kind in _KINDS
    }
    return LazyValues(makers)


VPC: Mapping[str, tuple[Release, ...]] = {"": (Release(Range((2, 0, 0)), _resources, _outputs),)}
