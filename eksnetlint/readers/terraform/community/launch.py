"""What an Auto Scaling group launches: a template, or a policy that mixes instance types."""

from __future__ import annotations

from collections.abc import Callable

from eksnetlint.readers.terraform.community.inputs import entries
from eksnetlint.readers.terraform.community.module import block
from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span
from eksnetlint.values import Unknown, Value, World


def launch_blocks(
    span: Span,
    mixes: Value[bool],
    identifier: TfValue,
    overrides: Callable[[], World[Contents]],
) -> dict[str, World[Contents]]:
    """The blocks of an Auto Scaling group; ``identifier`` is that of the launch template."""
    if isinstance(mixes, Unknown):
        unseen: World[Contents] = World((), mixes.reason)
        return {"launch_template": unseen, "mixed_instances_policy": unseen}
    if not mixes.value:
        return {"launch_template": block(span, {"id": identifier})}
    template = block(
        span,
        {},
        launch_template_specification=block(span, {"launch_template_id": identifier}),
        override=overrides(),
    )
    return {"mixed_instances_policy": block(span, {}, launch_template=template)}


def overrides_of(types: TfValue, span: Span) -> World[Contents]:
    """An override for each of some instance types."""
    found: list[Contents] = []
    for key, kind in entries(types, span):
        if key is None:
            return World((), kind.reason if isinstance(kind, Unknown) else None)
        found.append(Contents(kind.origin.span or span, {"instance_type": kind}))
    return World(tuple(found))
