"""What is read of the vpc-cni add-on, and of commands that may change what it sets."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.cluster_facts import prefix_delegation, windows_ipam
from eksnetlint.model.cni import CniConfiguration
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.readers.terraform.aws import read_aws
from eksnetlint.values import Known, Reason, Unknown, is_known
from tests.readers.terraform.aws.building import NO_VALUE, reason, root, written

SHOP = 'resource "aws_eks_cluster" "shop" { name = "shop" }\n'


PREFIXES = 'configuration_values = jsonencode({ enableWindowsPrefixDelegation = "true" })'


def addon(body: str) -> str:
    return (
        'resource "aws_eks_addon" "cni" {\n  cluster_name = aws_eks_cluster.shop.name\n'
        f'  addon_name   = "vpc-cni"\n  {body}\n}}\n'
    )


def linked(text: str, **more: object) -> Cluster:
    """The only cluster of a root module, with all that belongs to it."""
    (found,) = link(read_aws(root(SHOP + text, **more)).objects, NOTHING)  # type: ignore[arg-type]
    return found


def cni(text: str, **more: object) -> CniConfiguration:
    (found,) = linked(text, **more).cni_configurations
    return found


class TestTheAddOn:
    def test_sets_what_its_json_says(self):
        values = 'jsonencode({ enableWindowsIpam = "true", env = { LOGLEVEL = "DEBUG" } })'
        found = cni(addon(f"configuration_values = {values}"))
        setting = found.settings["enable-windows-ipam"]
        assert setting == Known("true", setting.origin)
        assert "enableWindowsIpam" in written(setting)
        assert list(found.settings) == ["enable-windows-ipam"]
        assert found.environment is not None
        level = found.environment["LOGLEVEL"]
        assert is_known(level, "DEBUG")
        assert 'LOGLEVEL = "DEBUG"' in written(level)

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "configuration_values = var.x",
            "configuration_values = jsonencode({ env = var.x })",
            "configuration_values = jsonencode({ env = { A = 1 } })\n  count = var.x",
        ],
    )
    def test_has_no_environment_where_none_can_be_seen(self, body: str):
        assert cni(addon(body)).environment is None

    def test_sets_what_its_yaml_says_at_its_own_lines(self):
        found = cni(addon("configuration_values = <<-EOT\n    enableWindowsIpam: yes\n  EOT\n"))
        setting = found.settings["enable-windows-ipam"]
        assert setting == Known("yes", setting.origin)
        assert written(setting) == "enableWindowsIpam: yes"

    def test_leaves_windows_open_where_it_does_not_speak_of_it(self):
        cluster = linked(addon(""))
        found = windows_ipam(cluster)
        assert "says nothing about Windows" in reason(found)
        assert written(found) == 'addon_name   = "vpc-cni"'
        found = windows_ipam(linked(addon('configuration_values = ""')))
        assert "says nothing about Windows" in reason(found)

    def test_leaves_windows_ipam_off_where_it_sets_something_else_of_windows(self):
        found = windows_ipam(linked(addon(PREFIXES)))
        assert found == Known(False, found.origin, is_set=False)
        assert written(found) == 'addon_name   = "vpc-cni"'

    def test_of_another_name_sets_nothing(self):
        assert linked(addon("").replace("vpc-cni", "coredns")).cni_configurations == ()

    def test_sets_what_cannot_be_seen(self):
        cluster = linked(addon("configuration_values = var.x"))
        assert NO_VALUE in reason(windows_ipam(cluster))
        cluster = linked(addon("configuration_values = jsonencode({ enableWindowsIpam = var.x })"))
        assert isinstance(windows_ipam(cluster), Unknown)

    def test_sets_what_can_be_seen_beside_what_cannot(self):
        values = 'jsonencode({ enableWindowsIpam = "true", env = { X = var.x } })'
        found = windows_ipam(linked(addon(f"configuration_values = {values}")))
        assert is_known(found, True)
        assert written(found) == 'enableWindowsIpam = "true"'

    def test_settles_nothing_where_it_may_not_exist(self):
        cluster = linked(addon("count = var.x"))
        assert NO_VALUE in reason(windows_ipam(cluster))

    def test_settles_nothing_in_a_library(self):
        cluster = linked(addon(""), is_library=True)
        assert "callers are not in these files" in reason(windows_ipam(cluster))
        cluster = linked(addon(""), open_because=Reason("main.tf is broken"))
        assert reason(windows_ipam(cluster)) == "main.tf is broken"

    def test_settles_what_it_sets_in_a_library_too(self):
        cluster = linked(addon(PREFIXES), is_library=True)
        found = prefix_delegation(cluster)
        assert found == Known(True, found.origin)


def command(text: str) -> str:
    return f'resource "null_resource" "a" {{\n  provisioner "local-exec" {{\n    {text}\n  }}\n}}\n'


class TestCommands:
    @pytest.mark.parametrize(
        "text",
        [
            "eksctl utils install-vpc-controllers --cluster shop --approve",
            "kubectl apply -f windows/vpc-resource-controller.yaml",
            "kubectl patch configmap amazon-vpc-cni --patch-file ipam.json",
            "aws eks update-addon --addon-name vpc-cni --configuration-values enableWindowsIpam",
            "kubectl --kubeconfig ${var.x} apply -f windows.yaml",
        ],
    )
    def test_may_enable_windows_ipam(self, text: str):
        cluster = linked(addon(PREFIXES) + command(f'command = "{text}"'))
        found = windows_ipam(cluster)
        assert reason(found) == "a command in these files may enable Windows IPAM"
        assert "command" in written(found) or written(found).startswith("addon_name")

    def test_enable_it_where_they_say_so(self):
        patch = (
            "kubectl patch configmap amazon-vpc-cni -n kube-system -p "
            r"'{\"data\":{\"enable-windows-ipam\":\"true\"}}'"
        )
        found = windows_ipam(linked(addon(PREFIXES) + command(f'command = "{patch}"')))
        assert found == Known(True, found.origin)
        assert written(found).startswith("enable-windows-ipam")

    def test_give_way_to_what_the_add_on_says(self):
        values = 'configuration_values = jsonencode({ enableWindowsIpam = "true" })'
        text = addon(values) + command('command = "kubectl apply -f a.yaml"')
        found = windows_ipam(linked(text))
        assert found == Known(True, found.origin)

    def test_may_enable_it_where_they_cannot_be_seen(self):
        found = windows_ipam(linked(addon(PREFIXES) + command("command = var.x")))
        assert reason(found) == "a command in these files may enable Windows IPAM"

    def test_are_looked_up_in_the_triggers(self):
        text = """
resource "null_resource" "a" {
  triggers = { run = "kubectl apply -f a.yaml" }
  provisioner "local-exec" {
    command = self.triggers.run
  }
}
"""
        found = windows_ipam(linked(addon(PREFIXES) + text))
        assert isinstance(found, Unknown)

    def test_of_another_kind_change_nothing(self):
        found = windows_ipam(linked(addon(PREFIXES) + command('command = "echo done"')))
        assert found == Known(False, found.origin, is_set=False)

    def test_may_bring_nodes(self):
        cluster = linked(command('command = "eksctl create nodegroup -f linux.yaml"'))
        assert reason(cluster.declarations[0].other_capacity) == (
            "a command in these files may bring nodes"
        )


class TestNamesThatTheAddOnDoesNotTake:
    def flaws(self, body: str) -> list[tuple[str, int]]:
        found = read_aws(root(SHOP + addon(body))).flaws
        return [(flaw.span.text, flaw.span.first.line) for flaw in found]

    def test_are_told_at_the_name_in_hcl(self):
        values = "jsonencode({\n    livenessProbeTimeoutSecond = 9\n  })"
        assert self.flaws(f"configuration_values = {values}") == [("livenessProbeTimeoutSecond", 6)]

    def test_are_told_at_the_line_of_a_heredoc(self):
        values = "<<-EOT\n    nodeAgent: {enable: true}\n  EOT"
        assert self.flaws(f"configuration_values = {values}") == [("enable", 6)]

    def test_are_those_of_the_vpc_cni_only(self):
        body = "configuration_values = jsonencode({ eniConfigs = {} })"
        other = addon(body).replace('"vpc-cni"', '"coredns"')
        assert read_aws(root(SHOP + other)).flaws == []


def test_a_setting_has_the_way_of_its_own_and_not_of_those_beside_it():
    text = (
        'locals {\n  ipam = "true"\n  values = jsonencode({\n    enableWindowsIpam = local.ipam\n'
        '    enableWindowsPrefixDelegation = "true"\n  })\n}\n'
        + addon("configuration_values = local.values")
    )
    found = cni(text)
    ways = {
        key: [frame.span.text for frame in value.origin.frames]
        for key, value in found.settings.items()
    }
    whole = ["configuration_values = local.values", "values"]
    assert ways == {
        "enable-windows-ipam": ["enableWindowsIpam = local.ipam", 'ipam = "true"', *whole],
        "enable-windows-prefix-delegation": ['enableWindowsPrefixDelegation = "true"', *whole],
    }
