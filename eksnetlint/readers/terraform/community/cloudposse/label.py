"""cloudposse/terraform-null-label: whether the modules that share its context are enabled.

Read 2026-11-23 from github.com/cloudposse/terraform-null-label, tag 0.25.0: main.tf, outputs.tf.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eksnetlint.readers.terraform.community.inputs import (
    Constant,
    Inputs,
    constant,
    from_contents,
    member,
    otherwise,
    truth,
)
from eksnetlint.readers.terraform.community.module import (
    Module,
    module_of,
)
from eksnetlint.readers.terraform.community.release import Release
from eksnetlint.readers.terraform.community.versions import Range
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.values import Known, Reason, at

LABELLED = Reason("a name is made up by the module cloudposse/label/null")


def enabled_module(call: RemoteCall, defaults: Mapping[str, Constant]) -> tuple[Module, Inputs]:
    """The module where it is enabled: by its own input, or by that of its context."""
    inputs = Inputs(call.span, from_contents(call.inputs), defaults, null_is_default=True)
    inherited = otherwise(member(inputs.value("context"), "enabled"), constant(True, call.span))
    enabled = truth(otherwise(inputs.given("enabled"), inherited))
    return module_of(call).where(enabled), inputs


def _resources(_call: RemoteCall) -> tuple[Resource, ...]:
    return ()


def _outputs(call: RemoteCall) -> Mapping[str, TfValue]:
    place, _ = enabled_module(replace(call, exists=Known(True)), {})
    context = TfObject({"enabled": place.exists}, LABELLED)
    return {"enabled": place.exists, "context": Known(context, at(call.span))}


LABEL: Mapping[str, tuple[Release, ...]] = {"": (Release(Range(), _resources, _outputs),)}
