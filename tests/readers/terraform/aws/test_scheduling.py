"""Labels and taints of managed node groups."""

from __future__ import annotations

import pytest

from eksnetlint.model.node_group import NodeGroup
from eksnetlint.values import Known, Unknown, is_known
from tests.readers.terraform.aws.building import NO_VALUE, group, reason, written

GROUP = """
resource "aws_eks_node_group" "win" {{
  cluster_name    = "shop"
  node_group_name = "win"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
  {}
}}
"""
TEMPLATE = """
  launch_template {
    id      = aws_launch_template.win.id
    version = "$Latest"
  }
"""
SCRIPT = """
resource "aws_launch_template" "win" {{
  user_data = base64encode("<powershell>\\n{}\\n</powershell>")
}}
"""


def windows(body: str) -> NodeGroup:
    return group(GROUP.format(body))


def effect(body: str) -> object:
    (taint,) = windows(body).taints.items
    return taint.effect.value if isinstance(taint.effect, Known) else None


class TestLabels:
    def test_are_those_the_group_lists_and_the_one_with_its_name(self):
        found = windows('labels = { pool = "batch" }').labels
        assert is_known(found.items["pool"], "batch")
        assert written(found.items["pool"]) == 'pool = "batch"'
        assert is_known(found.items["eks.amazonaws.com/nodegroup"], "win")
        assert written(found.items["eks.amazonaws.com/nodegroup"]) == 'node_group_name = "win"'
        assert found.open_because is None

    def test_may_be_others_where_the_map_cannot_be_seen(self):
        found = windows("labels = var.x").labels
        assert found.open_because is not None
        assert NO_VALUE in found.open_because.text

    def test_may_be_others_where_a_key_cannot_be_seen(self):
        found = windows('labels = merge({ pool = "batch" }, { (var.x) = "a" })').labels
        assert found.open_because is not None

    def test_have_values_that_cannot_be_seen(self):
        found = windows("labels = { pool = var.x }").labels
        assert NO_VALUE in reason(found.items["pool"])
        assert found.open_because is None

    def test_do_not_give_a_name_away_that_is_made_up(self):
        text = GROUP.format("").replace('node_group_name = "win"', 'node_group_name_prefix = "w"')
        name = group(text).labels.items["eks.amazonaws.com/nodegroup"]
        assert "makes up the name" in reason(name)


class TestTaints:
    def test_are_written_as_kubernetes_writes_them(self):
        taints = windows('taint {\n key = "os"\n value = "windows"\n effect = "NO_SCHEDULE"\n}')
        (found,) = taints.taints.items
        assert is_known(found.key, "os")
        assert is_known(found.value, "windows")
        assert is_known(found.effect, "NoSchedule")
        assert written(found.effect) == 'effect = "NO_SCHEDULE"'
        assert found.origin.span is not None
        assert found.origin.span.text == "taint"
        assert taints.taints.open_because is None

    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("NO_EXECUTE", "NoExecute"),
            ("PREFER_NO_SCHEDULE", "PreferNoSchedule"),
            ("NoSchedule", None),
        ],
    )
    def test_have_the_effects_of_the_eks_api(self, word: str, expected: str | None):
        assert effect(f'taint {{\n key = "os"\n effect = "{word}"\n}}') == expected

    def test_may_lack_a_value(self):
        (found,) = windows('taint {\n key = "os"\n effect = "NO_EXECUTE"\n}').taints.items
        assert is_known(found.value, "")
        assert not found.value.is_set

    def test_are_none_where_there_is_no_block(self):
        found = windows("").taints
        assert found.items == ()
        assert found.open_because is None

    def test_may_be_more_where_a_dynamic_block_cannot_be_seen(self):
        found = windows(
            'dynamic "taint" {\n for_each = var.x\n'
            ' content {\n key = taint.value\n effect = "NO_SCHEDULE"\n }\n}'
        )
        assert found.taints.open_because is not None


class TestUserData:
    @pytest.mark.parametrize(
        ("script", "is_closed"),
        [
            ("Write-Host hello", True),
            ("Start-EKSBootstrap.ps1 -KubeletExtraArgs '--node-labels=a=b'", False),
            ("Start-EKSBootstrap.ps1 -KubeletExtraArgs '--register-with-taints=a=b:x'", False),
            ("Start-EKSBootstrap.ps1 ${var.x}", False),
        ],
    )
    def test_may_give_nodes_more(self, script: str, is_closed: bool):
        found = group(GROUP.format(TEMPLATE) + SCRIPT.format(script))
        assert (found.labels.open_because is None) == is_closed
        assert (found.taints.open_because is None) == is_closed

    def test_of_a_template_that_cannot_be_seen_leaves_all_open(self):
        found = windows("launch_template {\n id = var.x\n version = 1\n}")
        assert isinstance(found.eni_count, Unknown)
        assert found.labels.open_because is not None
        assert found.taints.open_because is not None
