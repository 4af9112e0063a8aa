"""What the user data of Windows nodes is, who bootstraps them, and what stays open."""

from __future__ import annotations

import pytest

from eksnetlint.model import bootstrap_facts as facts
from eksnetlint.model.cluster import Cluster
from tests.model.joining import (
    CALL,
    CONFIG,
    commands,
    karpenter,
    linked,
    override,
    why,
    windows,
    word,
    written,
)

GATE = '-KubeProxyExtraArgs "--feature-gates=WinDSR={} --enable-dsr=true"'


@pytest.mark.parametrize(
    ("cluster", "caller"),
    [
        (override(CALL), "user data"),
        (commands(), "eksctl"),
        (commands("Set-TimeZone UTC"), "eksctl"),
        (commands(key="managedNodeGroups"), "EKS"),
        (karpenter(), "Karpenter"),
    ],
)
def test_who_calls_the_bootstrap_script_follows_from_the_group(cluster: Cluster, caller: str):
    assert word(facts.bootstrap_caller(windows(cluster), cluster)) == caller


@pytest.mark.parametrize(
    "cluster",
    [
        override(CALL, extra="    ami: ami-0123456789abcdef0\n"),
        commands(key="managedNodeGroups", extra="    launchTemplate: {id: lt-1}\n"),
    ],
)
def test_a_custom_image_may_bootstrap_by_itself(cluster: Cluster):
    caller = facts.bootstrap_caller(windows(cluster), cluster)
    assert why(caller) == "a custom AMI may join its cluster by itself"


def test_a_call_that_surely_runs_is_one():
    cluster = override("Set-TimeZone UTC", CALL)
    found = facts.calls_bootstrap(windows(cluster), cluster)
    assert word(found) is True
    assert written(found) == CALL
    assert word(facts.shows_bootstrap_call(windows(cluster), cluster)) is True


def test_a_call_that_may_not_run_is_not_taken_for_one():
    cluster = override("if ($first) {", f"  {CALL}", "}")
    found = facts.calls_bootstrap(windows(cluster), cluster)
    assert why(found) == "the call of the bootstrap script stands where it may not run"
    assert word(facts.shows_bootstrap_call(windows(cluster), cluster)) is False


def test_user_data_that_cannot_be_seen_may_call_it():
    cluster = commands(key="managedNodeGroups", extra="    launchTemplate: {id: lt-1}\n")
    found = facts.calls_bootstrap(windows(cluster), cluster)
    assert why(found) == "the user data of a node group is in a launch template outside the file"


@pytest.mark.parametrize(
    "line",
    [
        "& C:\\setup\\join.ps1",
        "Register-ScheduledTask -TaskName join -Action $action",
        "Set-Content C:\\later.ps1 '& Start-EKSBootstrap.ps1 -EKSClusterName shop'",
        "C:\\bootstrapper.exe install",
        "Import-Module Nodes",
    ],
)
def test_what_may_call_it_otherwise_leaves_that_open(line: str):
    cluster = override(line)
    assert word(facts.calls_bootstrap(windows(cluster), cluster)) == "unknown"


def test_without_a_call_there_is_none():
    cluster = override("Set-TimeZone UTC")
    found = facts.calls_bootstrap(windows(cluster), cluster)
    assert word(found) is False
    assert written(found).startswith("overrideBootstrapCommand")


def test_a_group_without_user_data_calls_nothing():
    cluster = commands()
    assert word(facts.calls_bootstrap(windows(cluster), cluster)) is False
    assert word(facts.has_linux_user_data(windows(cluster), cluster)) is False


def test_a_shell_script_is_for_linux():
    cluster = commands("#!/bin/bash", "yum install x")
    found = facts.has_linux_user_data(windows(cluster), cluster)
    assert word(found) is True
    assert written(found) == "#!/bin/bash"


def test_eksctl_adds_the_tags():
    cluster = commands("Set-TimeZone UTC")
    assert word(facts.has_untagged_user_data(windows(cluster), cluster)) is False


def test_tags_of_ones_own_stand_within_those_of_eksctl():
    cluster = commands("<powershell>", "Get-Date", "</powershell>")
    found = facts.inner_tag(windows(cluster), cluster)
    assert word(found) == "<powershell>"
    assert written(found) == "<powershell>"


@pytest.mark.parametrize("line", ["# in <powershell> tags", "<PROXY>", "Write-Host '</script>'"])
def test_other_text_in_angles_is_no_tag(line: str):
    cluster = commands(line)
    assert word(facts.inner_tag(windows(cluster), cluster)) is None


@pytest.mark.parametrize(("setting", "gate"), [("true", True), ("false", False), ("$x", "unknown")])
def test_the_gate_is_what_kube_proxy_is_given(setting: str, gate: object):
    cluster = override(f"{CALL} {GATE.format(setting)}")
    assert word(facts.win_dsr_gate(windows(cluster), cluster)) == gate


def test_no_gate_is_null_and_a_configuration_file_may_set_one():
    cluster = override(f'{CALL} -KubeProxyExtraArgs "--enable-dsr=true"')
    assert word(facts.win_dsr_gate(windows(cluster), cluster)) is None
    cluster = override(f'{CALL} -KubeProxyExtraArgs "--config=C:\\p.yaml --enable-dsr=true"')
    assert word(facts.win_dsr_gate(windows(cluster), cluster)) == "unknown"


def test_enable_dsr_is_passed_where_the_user_data_does_so():
    cluster = override(f'{CALL} -KubeProxyExtraArgs "--enable-dsr=true"')
    found = facts.passes_enable_dsr(windows(cluster), cluster)
    assert word(found) is True
    assert written(found) == "--enable-dsr=true"
    cluster = override(CALL)
    assert word(facts.passes_enable_dsr(windows(cluster), cluster)) is False


def test_a_late_edit_is_futile():
    edit = (
        "(Get-Content $EKSBootstrapScriptFile).replace('\"--proxy-mode=kernelspace\",', "
        '\'"--proxy-mode=kernelspace", "--enable-dsr",\') | Set-Content $EKSBootstrapScriptFile'
    )
    late, early = override(CALL, edit), override(edit, CALL)
    assert word(facts.has_futile_dsr_setting(windows(late), late)) is True
    assert word(facts.has_futile_dsr_setting(windows(early), early)) is False


@pytest.mark.parametrize(
    ("version", "setting", "refused"),
    [("1.34", "false", True), ("1.33", "false", False), ("1.34", "true", False)],
)
def test_a_locked_gate_is_refused(version: str, setting: str, refused: bool):
    cluster = linked(
        f"{CONFIG}nodeGroups:\n  - name: windows\n    amiFamily: WindowsServer2022CoreContainer\n"
        f"    overrideBootstrapCommand: '{CALL} {GATE.format(setting)}'\n",
        declare=(f"kubernetes_version={version}",),
    )
    assert word(facts.refuses_gate(windows(cluster), cluster)) is refused


def test_linux_nodes_are_not_looked_into():
    cluster = linked(f"{CONFIG}nodeGroups: [{{name: linux}}]\n")
    (group,) = cluster.node_groups
    assert why(facts.calls_bootstrap(group, cluster)).startswith("only the user data of Windows")
    assert word(facts.unused_inputs(group, cluster)) == ()


def test_inputs_that_a_module_leaves_out_are_told():
    cluster = linked(
        """
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"
  name    = "shop"
  eks_managed_node_groups = {
    windows = {
      ami_type                 = "WINDOWS_CORE_2022_x86_64"
      bootstrap_extra_args     = "-KubeletExtraArgs --v=2"
      post_bootstrap_user_data = "Write-Host ready"
      pre_bootstrap_user_data  = "Set-TimeZone UTC"
    }
  }
}
""",
        "main.tf",
    )
    found = facts.unused_inputs(windows(cluster), cluster)
    assert word(found) == ("bootstrap_extra_args", "post_bootstrap_user_data")
    assert written(found) == 'bootstrap_extra_args     = "-KubeletExtraArgs --v=2"'
    untagged = facts.has_untagged_user_data(windows(cluster), cluster)
    assert word(untagged) is True
    assert written(untagged) == "Set-TimeZone UTC"
