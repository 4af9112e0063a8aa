"""What a plan says of resources, and what it leaves unknown."""

from __future__ import annotations

import json

import pytest

from eksnetlint.readers.terraform.plans.reader import read_plan
from eksnetlint.readers.terraform.types import Pending, Sensitive, TfObject
from eksnetlint.reports.frame import excerpt
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Unknown
from tests.readers.terraform.plans.planning import (
    Json,
    change,
    configured,
    plan,
    planned,
    refers,
    resource,
    root_of,
)

GROUP = "aws_eks_node_group.win"
TEMPLATE = "aws_launch_template.win"


def test_a_resource_is_placed_at_its_address_and_its_values_at_theirs():
    found = resource(root_of(plan(planned(GROUP, {"ami_type": "AL2", "size": 3}))), GROUP)
    assert (found.type, found.name, found.is_data) == ("aws_eks_node_group", "win", False)
    assert found.span.text == f'"address": "{GROUP}"'
    value = found.contents.attribute("ami_type")
    assert value.origin.span is not None
    assert (value.origin.span.text, value) == ('"ami_type": "AL2"', Known("AL2", value.origin))
    assert (
        found.contents.attribute("size").origin.span
        == found.contents.attributes["size"].origin.span
    )


def test_modules_and_their_instances_are_read_by_their_addresses():
    inner = f'module.a["x"].module.b[0].{GROUP}[1]'
    deep = {"address": 'module.a["x"].module.b[0]', "resources": [planned(inner, {"a": 1}, 1)]}
    child = {"address": 'module.a["x"]', "child_modules": [deep]}
    assert [item.address for item in root_of(plan(children=(child,))).resources] == [inner]


def test_null_and_what_is_not_there_are_not_set():
    contents = resource(root_of(plan(planned(GROUP, {"ami_type": None}))), GROUP).contents
    for name in ("ami_type", "version"):
        value = contents.attribute(name)
        assert value == Known(None, value.origin, is_set=False)


def test_a_list_of_objects_is_an_attribute_and_blocks():
    values = {"taint": [{"key": "os", "value": None}, {"key": "b"}], "labels": {"a": "b"}}
    contents = resource(root_of(plan(planned(GROUP, values))), GROUP).contents
    first, second = contents.nested("taint").items
    assert contents.nested("taint").open_because is None
    assert first.span.text == '{"key": "os", "value": null}'
    assert first.attribute("key").origin.frames[0].span.text == '"key": "os"'
    assert second.attribute("key") == Known("b", second.attribute("key").origin)
    whole = contents.attribute("taint")
    assert isinstance(whole, Known)
    assert len(whole.value) == 2
    labels = contents.attribute("labels")
    assert isinstance(labels, Known)
    assert isinstance(labels.value, TfObject)
    assert contents.nested("labels").items == ()


def test_whole_numbers_are_whole_and_fractions_exact():
    contents = resource(root_of(plan(planned(GROUP, {"a": 3.0, "b": 1.5}))), GROUP).contents
    assert contents.attribute("a") == Known(3, contents.attribute("a").origin)
    assert str(contents.attribute("b").value) == "1.5"  # type: ignore[union-attr]


def test_what_is_known_after_apply_is_unknown_at_its_resource():
    document = plan(planned(GROUP, {"ami_type": "AL2"}), changes=(change(GROUP, {"role": True}),))
    found = resource(root_of(document), GROUP)
    value = found.contents.attribute("role")
    assert isinstance(value, Unknown)
    assert value.reason.text == "the plan says that this is known only after `terraform apply`"
    assert value.origin.span is not None
    assert value.origin.span == found.span


def test_parts_of_a_value_may_be_unknown():
    values: Json = {"subnet_ids": ["a", None], "tags": {"a": "b"}, "launch_template": [{}]}
    unknown = {"subnet_ids": [False, True], "tags": {"c": True}, "launch_template": [{"id": True}]}
    document = plan(planned(GROUP, values), changes=(change(GROUP, unknown),))
    contents = resource(root_of(document), GROUP).contents
    first, second = contents.attribute("subnet_ids").value  # type: ignore[union-attr]
    assert isinstance(first, Known)
    assert isinstance(second, Unknown)
    tags = contents.attribute("tags").value.items  # type: ignore[union-attr]
    assert isinstance(tags["c"], Unknown)
    (template,) = contents.nested("launch_template").items
    assert isinstance(template.attribute("id"), Unknown)


def test_an_unknown_block_may_be_there():
    document = plan(planned(GROUP, {}), changes=(change(GROUP, {"launch_template": True}),))
    document["configuration"] = {"root_module": {"resources": [configured(GROUP)]}}
    world = resource(root_of(document), GROUP).contents.nested("launch_template")
    assert world.items == ()
    assert world.open_because is not None


def test_sensitive_values_are_marked():
    values = {"password": "x", "settings": {"a": "y", "b": "z"}}
    sensitive = {"password": True, "settings": {"a": True}}
    found = root_of(plan(planned(GROUP, values, sensitive_values=sensitive)))
    contents = resource(found, GROUP).contents
    assert contents.attribute("password").value == Sensitive("x")  # type: ignore[union-attr]
    settings = contents.attribute("settings").value.items  # type: ignore[union-attr]
    assert settings["a"].value == Sensitive("y")
    assert settings["b"].value == "z"


def test_what_the_configuration_does_not_say_was_not_written():
    values = {"ami_type": "AL2", "capacity_type": "ON_DEMAND", "taint": []}
    document = plan(
        planned(GROUP, values),
        changes=(change(GROUP, {"version": True, "arn": True}),),
        configuration={
            "root_module": {"resources": [configured(GROUP, ami_type={"constant_value": "AL2"})]}
        },
    )
    contents = resource(root_of(document), GROUP).contents
    assert contents.attribute("ami_type").is_set
    assert not contents.attribute("capacity_type").is_set
    assert sorted(contents.attributes) == ["ami_type", "capacity_type"]


def test_what_dynamic_blocks_make_was_written():
    document = plan(
        planned(GROUP, {"taint": [{"key": "a", "value": "b"}]}),
        configuration={"root_module": {"resources": [configured(GROUP)]}},
    )
    (taint,) = resource(root_of(document), GROUP).contents.nested("taint").items
    assert taint.attribute("key").is_set


def joined(reference: str, *templates: str, index: object = None) -> object:
    """The template id of a group that refers to something."""
    group = planned(GROUP, {"launch_template": [{}]}, index)
    expressions = configured(GROUP, launch_template=[{"id": refers(*reference.split())}])
    made = [planned(one, {}, _index(one)) for one in templates]
    document = plan(
        group,
        *made,
        changes=(change(GROUP, {"launch_template": [{"id": True}]}),),
        configuration={"root_module": {"resources": [expressions]}},
    )
    contents = resource(root_of(document), GROUP).contents
    return contents.nested("launch_template").items[0].attribute("id")


def _index(address: str) -> object:
    key = address.partition("[")[2].rstrip("]")
    return None if not key else int(key) if key.isdecimal() else key.strip('"')


@pytest.mark.parametrize(
    ("references", "templates", "address"),
    [
        (f"{TEMPLATE}.id {TEMPLATE}", [TEMPLATE], TEMPLATE),
        (f"{TEMPLATE}[0].id {TEMPLATE}[0] {TEMPLATE}", [f"{TEMPLATE}[0]"], f"{TEMPLATE}[0]"),
        (f"{TEMPLATE}.id", [], TEMPLATE),
        (f"{TEMPLATE}.id each.key", [f'{TEMPLATE}["a"]', f'{TEMPLATE}["b"]'], f'{TEMPLATE}["a"]'),
        (f"{TEMPLATE}.id", [f'{TEMPLATE}["a"]', f'{TEMPLATE}["b"]'], TEMPLATE),
    ],
)
def test_a_reference_joins_resources(references, templates, address):
    value = joined(references, *templates, index="a")
    assert isinstance(value, Pending)
    assert (value.address, value.attribute, value.is_exact) == (address, "id", True)


@pytest.mark.parametrize(
    "references",
    [
        "local.template",
        f"{TEMPLATE}.id aws_launch_template.linux.id",
        "var.template",
        "path.module",
    ],
)
def test_a_reference_that_is_not_plain_joins_nothing(references):
    value = joined(references, TEMPLATE)
    assert isinstance(value, Unknown)
    assert not isinstance(value, Pending)


def test_references_lead_through_variables_and_outputs_of_modules():
    group, template = f"module.groups.{GROUP}", f"module.templates.{TEMPLATE}[0]"
    calls = {
        "groups": {
            "expressions": {"template": refers("module.templates.id", "module.templates")},
            "module": {
                "resources": [configured(GROUP, launch_template=[{"id": refers("var.template")}])]
            },
        },
        "templates": {
            "module": {"outputs": {"id": {"expression": refers(f"{TEMPLATE}[0].id", TEMPLATE)}}}
        },
    }
    document = plan(
        children=(
            {"address": "module.groups", "resources": [planned(group, {"launch_template": [{}]})]},
            {"address": "module.templates", "resources": [planned(template, {}, 0)]},
        ),
        changes=(change(group, {"launch_template": [{"id": True}]}),),
        configuration={"root_module": {"module_calls": calls}},
    )
    contents = resource(root_of(document), group).contents
    value = contents.nested("launch_template").items[0].attribute("id")
    assert isinstance(value, Pending)
    assert value.address == template


def test_a_known_id_joins_as_well():
    values = {"launch_template": [{"id": "lt-1", "version": "3"}]}
    expressions = configured(
        GROUP, launch_template=[{"id": refers(f"{TEMPLATE}.id"), "version": refers("var.a")}]
    )
    document = plan(
        planned(GROUP, values),
        planned(TEMPLATE, {"id": "lt-1"}),
        configuration={"root_module": {"resources": [expressions]}},
    )
    (block,) = resource(root_of(document), GROUP).contents.nested("launch_template").items
    value = block.attribute("id")
    assert isinstance(value, Pending)
    assert value.address == TEMPLATE
    assert isinstance(block.attribute("version"), Known)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ({"constant_value": "eu-west-1"}, '"constant_value": "eu-west-1"'),
        (refers("var.region"), '"value": "eu-west-1"'),
    ],
)
def test_the_region_is_the_providers(expression, text):
    document = plan(
        variables={"region": {"value": "eu-west-1"}},
        configuration={"provider_config": {"aws": {"expressions": {"region": expression}}}},
    )
    region = root_of(document).region
    assert isinstance(region, Known)
    assert region.value == "eu-west-1"
    assert region.origin.span is not None
    assert region.origin.span.text == text


@pytest.mark.parametrize("expression", [None, refers("local.region"), refers("var.a", "var.b")])
def test_a_region_that_is_not_told_is_unknown(expression):
    document = plan(
        configuration={"provider_config": {"aws": {"expressions": {"region": expression}}}}
    )
    assert isinstance(root_of(document).region, Unknown)


def test_data_sources_that_were_read_are_in_the_state_before():
    image = planned("data.aws_ami.win", {"name": "Windows"})
    old = planned(GROUP, {"ami_type": "OLD"})
    prior = {"values": {"root_module": {"resources": [image, old]}}}
    found = root_of(plan(planned(GROUP, {"ami_type": "NEW"}), prior_state=prior))
    assert [(item.address, item.is_data) for item in found.resources] == [
        (GROUP, False),
        ("data.aws_ami.win", True),
    ]


def test_a_state_has_values_only():
    document = {
        "format_version": "1.0",
        "values": {"root_module": {"resources": [planned(GROUP, {"ami_type": "AL2"})]}},
    }
    found = root_of(document, "infra/state.json")
    assert (found.folder, found.title) == ("infra", "infra/state.json")
    assert resource(found, GROUP).contents.attribute("ami_type").is_set


def test_an_incomplete_plan_may_leave_resources_out():
    assert root_of(plan(complete=False)).open_because is not None
    assert root_of(plan(complete=True)).open_because is None


def test_a_broken_plan_is_told_at_its_place():
    found = read_plan(Source("plan.json", '{"format_version": "1.2",\n "planned_values": }'))
    (flaw,) = found.flaws
    assert (flaw.rule, flaw.message) == (
        "unparsable-file",
        "this plan cannot be read: expecting value",
    )
    assert flaw.span.first.line == 2
    assert found.root is None


@pytest.mark.parametrize(
    "document",
    [
        {"planned_values": 3},
        {"planned_values": {"root_module": []}},
        {"planned_values": {"root_module": {"resources": 3, "child_modules": {"a": 1}}}},
        {"planned_values": {"root_module": {"resources": [None, {"address": 1}, {}]}}},
        {"planned_values": {"root_module": {"child_modules": [3, {"address": ""}]}}},
        {"planned_values": {"root_module": {}}, "resource_changes": [3, {"address": "a"}]},
        {"planned_values": {"root_module": {}}, "configuration": {"root_module": 1}},
    ],
)
def test_what_does_not_fit_the_format_is_passed_over(document):
    found = read_plan(Source("plan.json", json.dumps(document)))
    assert not found.flaws
    assert found.root is None or found.root.resources == ()


def test_a_value_nested_too_deep_is_unknown_inside():
    value: object = "x"
    for _ in range(200):
        value = [value]
    contents = resource(root_of(plan(planned(GROUP, {"a": value}))), GROUP).contents
    assert isinstance(contents.attribute("a"), Known)


def test_nothing_beside_a_value_is_shown_with_it():
    values = {"password": "hush", "ami_type": "AL2"}
    found = root_of(plan(planned(GROUP, values, sensitive_values={"password": True})))
    contents = resource(found, GROUP).contents
    (frame,) = contents.attribute("ami_type").origin.frames
    assert excerpt(frame.span).text == '…"ami_type": "AL2"…'
    (frame,) = contents.attribute("password").origin.frames
    assert excerpt(frame.span).text == '…"password"…'


def test_modules_nested_too_deep_leave_the_plan_open():
    child: Json = {"address": "module.a", "resources": []}
    for _ in range(100):
        child = {"address": "module.a", "child_modules": [child]}
    assert root_of(plan(children=(child,))).open_because is not None


def test_references_that_branch_without_end_are_given_up():
    module: Json = {"resources": [configured(GROUP, launch_template=[{"id": refers("var.a")}])]}
    for _ in range(10):
        both = {name: refers("var.a", "var.b") for name in ("a", "b")}
        module = {"module_calls": {"m": {"expressions": both, "module": module}}}
    address = ".".join(["module.m"] * 10)
    child: Json = {
        "address": address,
        "resources": [planned(f"{address}.{GROUP}", {"launch_template": [{}]})],
    }
    for length in range(9, 0, -1):
        child = {"address": ".".join(["module.m"] * length), "child_modules": [child]}
    document = plan(children=(child,), configuration={"root_module": module})
    (found,) = root_of(document).resources
    (block,) = found.contents.nested("launch_template").items
    assert not isinstance(block.attribute("id"), Pending)
