"""Helm releases of charts that decide about the network."""

import pytest

from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, Holder, WindowsDataplane
from eksnetlint.model.manifest import NodePool
from eksnetlint.values import Unknown, is_known
from tests.readers.terraform.kubernetes.written import only, place, read

_CNI = """
resource "helm_release" "cni" {
  name       = "aws-vpc-cni"
  chart      = "aws-vpc-cni"
  repository = "https://example.com/charts"
  namespace  = "kube-system"
%s
}
"""


def _cni(body: str) -> CniConfiguration:
    return only(read(_CNI % body), CniConfiguration)


def test_set_blocks_are_read():
    found = _cni(
        """
        set {
          name  = "enableWindowsIpam"
          value = true
        }
        """
    )
    assert is_known(found.holder, Holder.CHART)
    assert found.span.text == 'chart      = "aws-vpc-cni"'
    flag = found.flag("enable-windows-ipam")
    assert is_known(flag, True)
    assert place(flag) == "value = true"


def test_set_lists_are_read():
    found = _cni(
        """
        set = [
          { name = "env.ENABLE_POD_ENI", value = "true" },
          { name = "enableWindowsPrefixDelegation", value = "true", type = "string" },
        ]
        """
    )
    flag = found.flag("enable-windows-prefix-delegation")
    assert is_known(flag, True)
    assert place(flag) == 'value = "true"'
    assert is_known(found.flag("enable-windows-ipam"), False)
    assert not found.flag("enable-windows-ipam").is_set


def test_later_values_and_settings_win():
    found = _cni(
        r"""
        values = [
          "enableWindowsIpam: false\nwarmWindowsIPTarget: 3\n",
          "enableWindowsIpam: yes\n",
        ]
        set {
          name  = "warmWindowsIPTarget"
          value = 5
        }
        """
    )
    assert is_known(found.settings["enable-windows-ipam"], "true")
    assert is_known(found.settings["warm-ip-target"], "5")


def test_values_that_cannot_be_seen_may_replace_what_is_under_them():
    found = _cni(
        r"""
        values = [
          "{enableWindowsIpam: true, warmWindowsIPTarget: 3}",
          var.values,
        ]
        set {
          name  = "warmWindowsIPTarget"
          value = 5
        }
        """
    )
    flag = found.flag("enable-windows-ipam")
    assert isinstance(flag, Unknown)
    assert flag.reason.text.startswith("variable 'values' has no default")
    assert is_known(found.settings["warm-ip-target"], "5")
    assert found.open_because == flag.reason


@pytest.mark.parametrize(
    "setting",
    [
        'set {\nname = "enableWindowsIpam"\nvalue = var.ipam\n}',
        'set {\nname = var.name\nvalue = "true"\n}',
        'set_sensitive {\nname = "enableWindowsIpam"\nvalue = "true"\n}',
        'dynamic "set" {\nfor_each = var.settings\ncontent {}\n}',
        "set = var.settings",
    ],
)
def test_settings_that_cannot_be_seen_leave_it_open(setting: str):
    assert isinstance(_cni(setting).flag("enable-windows-ipam"), Unknown)


def test_a_release_that_may_not_exist_says_nothing():
    setting = 'count = var.number\nset {\nname = "enableWindowsIpam"\nvalue = "true"\n}'
    flag = _cni(setting).flag("enable-windows-ipam")
    assert isinstance(flag, Unknown)
    assert flag.reason.text.startswith("variable 'number' has no default")


_CALICO = """
resource "helm_release" "calico" {
  name  = "calico"
  chart = "tigera-operator"
%s
}
"""


def test_the_installation_of_the_calico_chart_is_read():
    found = only(
        read(
            _CALICO
            % """
            set {
              name  = "installation.calicoNetwork.windowsDataplane"
              value = "HNS"
            }
            set {
              name  = "installation.serviceCIDRs[0]"
              value = "10.100.0.0/16"
            }
            """
        ),
        CalicoInstallation,
    )
    assert is_known(found.windows_dataplane, WindowsDataplane.HNS)
    assert place(found.windows_dataplane) == 'value = "HNS"'
    assert is_known(found.service_cidrs, ("10.100.0.0/16",))
    assert found.span.text == 'chart = "tigera-operator"'


def test_the_chart_leaves_windows_out_unless_told():
    found = only(read(_CALICO % ""), CalicoInstallation)
    assert is_known(found.windows_dataplane, WindowsDataplane.DISABLED)
    assert not found.windows_dataplane.is_set


def test_a_disabled_installation_is_none():
    text = _CALICO % 'values = ["installation: {enabled: false}"]'
    assert read(text) == []


def test_a_list_in_braces_is_a_list():
    text = _CALICO % (
        'set {\nname = "installation.serviceCIDRs"\nvalue = "{10.100.0.0/16,fd00::/108}"\n}'
    )
    found = only(read(text), CalicoInstallation)
    assert is_known(found.service_cidrs, ("10.100.0.0/16", "fd00::/108"))


def test_values_that_cannot_be_seen_leave_the_installation_open():
    found = only(read(_CALICO % "values = [var.values]"), CalicoInstallation)
    assert isinstance(found.windows_dataplane, Unknown)


def test_karpenter_may_bring_nodes():
    text = 'resource "helm_release" "k" {\nchart = "oci://example.com/karpenter/karpenter"\n}'
    pool = only(read(text), NodePool)
    assert isinstance(pool.is_windows, Unknown)


def test_other_charts_say_nothing():
    assert read('resource "helm_release" "k" {\nchart = "metrics-server"\n}') == []


def test_encoded_values_are_read_at_their_own_lines():
    found = _cni(
        """
        values = [yamlencode({
          enableWindowsIpam = true
          clusterName       = var.cluster
        })]
        """
    )
    flag = found.flag("enable-windows-ipam")
    assert is_known(flag, True)
    assert place(flag) == "enableWindowsIpam = true"


def test_a_release_that_says_nothing_of_windows_leaves_it_open():
    flag = _cni("").flag("enable-windows-ipam")
    assert isinstance(flag, Unknown)
    assert flag.reason.text.startswith("the Helm chart aws-vpc-cni here says nothing about Windows")
    assert is_known(_cni("").flag("enable-network-policy-controller"), False)


_COMMAND = """
provisioner "local-exec" {
  command = <<EOT
    kubectl patch installation default --type merge --patch='%s' --kubeconfig ${var.config}
  EOT
}
"""


def test_a_command_may_switch_calico_on_for_windows():
    patch = '{"spec": {"calicoNetwork": {"windowsDataplane": "HNS"}}}'
    found = only(read(_CALICO % (_COMMAND % patch)), CalicoInstallation)
    assert is_known(found.windows_dataplane, WindowsDataplane.HNS)
    assert place(found.windows_dataplane) == 'windowsDataplane": "HNS'


def test_a_command_that_reaches_in_leaves_the_dataplane_open():
    found = only(read(_CALICO % (_COMMAND % "$PATCH")), CalicoInstallation)
    assert isinstance(found.windows_dataplane, Unknown)
    written = 'set {\nname = "installation.calicoNetwork.windowsDataplane"\nvalue = "HNS"\n}'
    found = only(read(_CALICO % (_COMMAND % "$PATCH" + written)), CalicoInstallation)
    assert is_known(found.windows_dataplane, WindowsDataplane.HNS)
