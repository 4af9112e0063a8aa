"""Charts that GitOps tools install, and the values they are given."""

from __future__ import annotations

from typing import TypeVar

import pytest

from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, Holder, WindowsDataplane
from eksnetlint.model.manifest import NodePool
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, is_known

T = TypeVar("T")


def objects(text: str) -> list[object]:
    found = read_files([Input("release.yaml", text.encode)], "eksnetlint:").reading
    assert found.flaws == []
    return [item for item in found.objects if hasattr(item, "span")]


def the(kind: type[T], text: str) -> T:
    (found,) = (item for item in objects(text) if isinstance(item, kind))
    return found


def flux(chart: str, values: str = "", more: str = "", version: str = "v2") -> str:
    return (
        f"apiVersion: helm.toolkit.fluxcd.io/{version}\nkind: HelmRelease\n"
        "metadata: {name: release, namespace: kube-system}\nspec:\n"
        f"  chart:\n    spec:\n      chart: {chart}\n  values: {values}\n  {more}\n"
    )


def argo(chart: str, helm: str) -> str:
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: release}\nspec:\n"
        f"  source:\n    chart: {chart}\n    repoURL: https://example.com\n    helm:\n{helm}\n"
    )


VALUES = "{enableWindowsIpam: true, env: {ENABLE_POD_ENI: 'true'}}"


@pytest.mark.parametrize(
    "text",
    [
        flux("aws-vpc-cni", VALUES),
        flux("aws-vpc-cni", VALUES, version="v2beta1"),
        argo("aws-vpc-cni", f"      valuesObject: {VALUES}"),
        argo(
            "aws-vpc-cni",
            "      values: |\n        enableWindowsIpam: yes\n"
            "        env:\n          ENABLE_POD_ENI: 'true'",
        ),
        argo(
            "aws-vpc-cni",
            "      parameters:\n      - {name: enableWindowsIpam, value: 'true'}\n"
            "      - {name: env.ENABLE_POD_ENI, value: 'true'}",
        ),
        argo(
            "aws-vpc-cni",
            f"      values: 'enableWindowsIpam: false'\n      valuesObject: {VALUES}",
        ),
        argo("aws-vpc-cni", "      {}")
        .replace("source:\n    chart", "sources:\n  - ref: values\n  - chart")
        .replace("helm:\n      {}", f"helm: {{valuesObject: {VALUES}}}"),
    ],
)
def test_the_values_of_the_vpc_cni_chart(text):
    found = the(CniConfiguration, text)
    assert is_known(found.holder, Holder.CHART)
    assert is_known(found.flag("enable-windows-ipam"), True)
    assert is_known(found.flag("enable-network-policy-controller"), False)
    assert found.environment is not None
    assert is_known(found.environment["ENABLE_POD_ENI"], "true")
    assert found.span.text == "chart: aws-vpc-cni"


def test_a_parameter_comes_before_the_values():
    text = argo(
        "aws-vpc-cni",
        f"      valuesObject: {VALUES}\n"
        "      parameters:\n      - name: enableWindowsIpam\n        value: 'false'",
    )
    setting = the(CniConfiguration, text).settings["enable-windows-ipam"]
    assert is_known(setting, "false")
    assert setting.origin.span is not None
    assert setting.origin.span.text == "enableWindowsIpam"
    assert setting.origin.span.first.line == 11


@pytest.mark.parametrize(
    "text",
    [
        flux("aws-vpc-cni", "{env: {A: b}}", "valuesFrom: [{kind: ConfigMap, name: v}]"),
        flux("aws-vpc-cni", "${VALUES}"),
        flux("aws-vpc-cni", "{'${KEY}': a}"),
        flux("aws-vpc-cni", "[a]"),
        argo("aws-vpc-cni", "      valueFiles: [values.yaml]"),
        argo("aws-vpc-cni", "      fileParameters: [{name: a, path: b}]"),
        argo("aws-vpc-cni", "      parameters: [{name: 'a[0]', value: b}]"),
        argo("aws-vpc-cni", "      parameters: [{name: '{{ .name }}', value: b}]"),
        argo("aws-vpc-cni", "      values: 'a: [b'"),
        argo("aws-vpc-cni", "      values: '{{ .values }}'"),
    ],
)
def test_values_that_cannot_be_seen_leave_the_settings_open(text):
    found = the(CniConfiguration, text)
    assert isinstance(found.flag("enable-windows-ipam"), Unknown)
    assert isinstance(found.flag("enable-network-policy-controller"), Unknown)


def test_what_is_written_is_known_whatever_comes_from_elsewhere():
    text = flux("aws-vpc-cni", VALUES, "valuesFrom: [{kind: Secret, name: v}]")
    assert is_known(the(CniConfiguration, text).flag("enable-windows-ipam"), True)


CALICO = (
    "{installation: {kubernetesProvider: EKS, serviceCIDRs: [10.0.0.0/16], "
    "calicoNetwork: {windowsDataplane: HNS}}}"
)


@pytest.mark.parametrize(
    "text",
    [
        flux("tigera-operator", CALICO),
        argo("tigera-operator", f"      valuesObject: {CALICO}"),
        argo("tigera-operator", f"      values: '{CALICO}'"),
        argo(
            "tigera-operator",
            "      valuesObject: {installation: {kubernetesProvider: EKS, "
            "serviceCIDRs: [10.0.0.0/16]}}\n      parameters:\n"
            "      - {name: installation.calicoNetwork.windowsDataplane, value: HNS}",
        ),
    ],
)
def test_the_installation_of_the_calico_chart(text):
    found = the(CalicoInstallation, text)
    assert is_known(found.windows_dataplane, WindowsDataplane.HNS)
    assert is_known(found.service_cidrs, ("10.0.0.0/16",))
    assert is_known(found.cni_type, "AmazonVPC")
    assert found.span.text == "chart: tigera-operator"
    assert found.windows_dataplane.origin.span is not None
    assert "HNS" in found.windows_dataplane.origin.span.text


def test_the_calico_chart_without_values_has_the_defaults_of_an_installation():
    found = the(CalicoInstallation, flux("tigera-operator", "{}"))
    assert is_known(found.windows_dataplane, WindowsDataplane.DISABLED)
    assert found.windows_dataplane.origin.span == found.span
    assert found.service_cidrs == Known((), found.windows_dataplane.origin, is_set=False)


def test_values_from_elsewhere_may_set_what_the_installation_leaves_out():
    text = flux("tigera-operator", "{}", "valuesFrom: [{kind: ConfigMap, name: v}]")
    assert isinstance(the(CalicoInstallation, text).windows_dataplane, Unknown)


def test_the_calico_chart_may_leave_the_installation_to_others():
    assert objects(flux("tigera-operator", "{installation: {enabled: false}}")) == []


def test_whoever_installs_karpenter_has_nodes_made():
    pool = the(NodePool, flux("karpenter", "{}"))
    assert isinstance(pool.is_windows, Unknown)


@pytest.mark.parametrize(
    "text",
    [
        flux("podinfo", VALUES),
        argo("my-aws-vpc-cni", f"      valuesObject: {VALUES}"),
        flux("'{{ .chart }}'", VALUES),
        flux("aws-vpc-cni", VALUES).replace("HelmRelease", "HelmChart"),
    ],
)
def test_other_charts_and_kinds_say_nothing(text):
    assert objects(text) == []
