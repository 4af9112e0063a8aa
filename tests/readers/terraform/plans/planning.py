"""Plans as Terraform writes them, cut down to what matters."""

from __future__ import annotations

import json
from typing import Any

from eksnetlint.readers.terraform.plans.reader import read_plan
from eksnetlint.readers.terraform.resource import Resource, Root
from eksnetlint.source.text import Source

Json = dict[str, Any]


def planned(address: str, values: Json, index: object = None, **more: object) -> Json:
    """A resource or data source in ``planned_values``."""
    parts = [part.partition("[")[0] for part in address.split(".")]
    mode = "data" if parts[-3:-2] == ["data"] else "managed"
    own: Json = {"index": index} if index is not None else {}
    own |= {"address": address, "mode": mode, "type": parts[-2], "name": parts[-1]}
    return {**own, "values": values, "sensitive_values": {}, **more}


def change(address: str, unknown: Json) -> Json:
    return {"address": address, "change": {"actions": ["create"], "after_unknown": unknown}}


def configured(address: str, **expressions: object) -> Json:
    """A resource in ``configuration``, by its address in its module."""
    return {"address": address, "expressions": expressions}


def refers(*names: str) -> Json:
    return {"references": list(names)}


def plan(
    *resources: Json,
    children: tuple[Json, ...] = (),
    changes: tuple[Json, ...] = (),
    configuration: Json | None = None,
    **more: object,
) -> Json:
    """A whole plan of root resources, child modules and changes."""
    root: Json = {"resources": list(resources), "child_modules": list(children)}
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": root},
        "resource_changes": list(changes),
        "configuration": configuration or {},
        **more,
    }


def root_of(document: Json, path: str = "plan.json") -> Root:
    """A plan read from one line of text."""
    found = read_plan(Source(path, json.dumps(document)))
    assert not found.flaws
    assert found.root is not None
    return found.root


def resource(root: Root, address: str) -> Resource:
    (found,) = (item for item in root.resources if item.address == address)
    return found
