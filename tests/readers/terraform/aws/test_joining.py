"""How Windows nodes in Terraform join their cluster: who calls the bootstrap script, and how."""

from __future__ import annotations

import pytest

from eksnetlint.model.bootstrap import Bootstrap, Caller, Script
from eksnetlint.model.node_group import Os
from eksnetlint.values import Known, Unknown, is_known
from tests.model.joining import linked, windows
from tests.readers.terraform.aws.building import clusters, group, written

EKS_IMAGE = (
    '"resolve:ssm:/aws/service/ami-windows-latest/'
    'Windows_Server-2022-English-Core-EKS_Optimized-1.34/image_id"'
)
SCRIPT = r"& \"$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1\" -EKSClusterName shop"
USER_DATA = f'user_data = base64encode("<powershell>\\n{SCRIPT}\\n</powershell>")'
WINDOWS = 'ami_type = "WINDOWS_CORE_2022_x86_64"'


def managed(own: str, template: str) -> Bootstrap:
    """A managed Windows group with lines of its own and of its launch template."""
    found = group(f"""
resource "aws_launch_template" "win" {{
  {template}
}}
resource "aws_eks_node_group" "win" {{
  cluster_name    = "shop"
  node_group_name = "win"
  {own}
  launch_template {{
    id      = aws_launch_template.win.id
    version = "$Latest"
  }}
}}
""").bootstrap
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("own", "template", "caller"),
    [
        (WINDOWS, 'name = "win"', Caller.EKS),
        (WINDOWS, USER_DATA, Caller.EKS),
        ("", f"image_id = {EKS_IMAGE}", Caller.USER_DATA),
        (WINDOWS, f"image_id = {EKS_IMAGE}", None),
        ("", f'image_id = "ami-0123456789abcdef0"\n  {USER_DATA}', None),
    ],
)
def test_eks_calls_the_script_where_it_chooses_the_image(
    own: str, template: str, caller: Caller | None
):
    found = managed(own, template).caller
    assert isinstance(found, Unknown) if caller is None else is_known(found, caller)


def test_a_call_is_traced_to_where_it_is_written():
    (call,) = managed("", f"image_id = {EKS_IMAGE}\n  {USER_DATA}").calls.items
    assert is_known(call.arguments["eksclustername"], "shop")
    assert written(call.arguments["eksclustername"]) == "shop"
    assert written(Known(None, call.origin)) == SCRIPT


def test_without_user_data_there_is_no_script():
    found = managed(WINDOWS, 'name = "win"')
    assert is_known(found.script, Script.NONE)
    assert found.calls.items == ()
    assert is_known(found.service_cidr, None)


def test_user_data_that_cannot_be_seen_may_call_anything():
    found = managed(WINDOWS, "user_data = var.data\n}\nvariable data {")
    assert isinstance(found.script, Unknown)
    assert found.calls.open_because is not None
    assert isinstance(found.win_dsr_gate, Unknown)


def test_text_without_tags_points_at_its_first_line():
    found = managed(WINDOWS, 'user_data = base64encode("\\n  Get-Date\\nWrite-Host")')
    assert is_known(found.script, Script.UNTAGGED)
    assert written(found.script) == "Get-Date"


def test_linux_nodes_have_no_bootstrap_that_is_read():
    (cluster,) = clusters(
        'resource "aws_eks_node_group" "linux" {\n  cluster_name = "shop"\n'
        '  node_group_name = "linux"\n}\n'
    )
    (linux,) = cluster.node_groups
    assert is_known(linux.os, Os.LINUX)
    assert linux.bootstrap is None


def module(version: str, inputs: str) -> Bootstrap:
    """The only Windows group of a call of terraform-aws-modules/eks."""
    text = (
        f'module "eks" {{\n  source = "terraform-aws-modules/eks/aws"\n  version = "{version}"\n'
        f'  cluster_name = "shop"\n{inputs}\n}}\n'
    )
    found = windows(linked(text, "main.tf")).bootstrap
    assert found is not None
    return found


TEXTS = """
  pre_bootstrap_user_data  = "Get-Date"
  post_bootstrap_user_data = "Write-Host"
  bootstrap_extra_args     = "-KubeletExtraArgs --v=2"
"""


@pytest.mark.parametrize(
    ("version", "unused"),
    [
        ("20.31.0", ("bootstrap_extra_args", "post_bootstrap_user_data")),
        (
            "19.21.0",
            ("bootstrap_extra_args", "post_bootstrap_user_data", "pre_bootstrap_user_data"),
        ),
    ],
)
def test_a_managed_group_of_the_module_leaves_inputs_out(version: str, unused: tuple[str, ...]):
    own = f'platform = "windows"\n  {WINDOWS}\n{TEXTS}'
    found = module(version, f"eks_managed_node_groups = {{ win = {{\n  {own} }} }}")
    assert tuple(item.value for item in found.unused) == unused
    assert written(found.unused[0]) == 'bootstrap_extra_args     = "-KubeletExtraArgs --v=2"'


@pytest.mark.parametrize(
    "inputs",
    [
        f"eks_managed_node_groups = {{ win = {{\n {WINDOWS}\n{TEXTS}"
        "  enable_bootstrap_user_data = true } }",
        f"eks_managed_node_groups = {{ win = {{\n {WINDOWS}\n{TEXTS}"
        "  enable_bootstrap_user_data = var.own } }\n}\nvariable own {",
        f"self_managed_node_groups = {{ win = {{\n {WINDOWS}\n{TEXTS} }} }}",
    ],
)
def test_what_the_module_makes_use_of_is_not_left_out(inputs: str):
    assert module("20.31.0", inputs).unused == ()


def test_the_module_writes_the_call_of_a_self_managed_group():
    found = module("20.31.0", f"self_managed_node_groups = {{ win = {{\n {WINDOWS}\n{TEXTS} }} }}")
    (call,) = found.calls.items
    assert set(call.arguments) == {
        "eksclustername",
        "apiserverendpoint",
        "base64clusterca",
        "kubeletextraargs",
    }
    assert is_known(found.caller, Caller.USER_DATA)
    assert call.is_sure


def test_release_17_has_no_extra_arguments_for_windows():
    found = module(
        "17.24.0",
        'vpc_id = "vpc-1"\n  subnets = []\n  worker_groups = [{\n  platform = "windows"\n'
        '  bootstrap_extra_args = "-Verbose"\n  kubelet_extra_args = "--v=2"\n }]',
    )
    assert [item.value for item in found.unused] == ["bootstrap_extra_args"]
    (call,) = found.calls.items
    assert is_known(call.arguments["kubeletextraargs"], "--v=2")
