"""What an eksctl file declares: every fact, how it is known, and where it was written."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import ClusterDeclaration
from eksnetlint.model.cni import CniConfiguration, Holder
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.model.manifest import Platform, PlatformSign
from eksnetlint.model.node_group import Dsr, NodeGroup, Os, Provisioner
from eksnetlint.readers.eksctl.identity import is_cluster_config
from eksnetlint.readers.eksctl.reader import read_eksctl
from eksnetlint.readers.reading import Reading
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, Unknown, Value, is_known

HEAD = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
"""
GUIDE = (
    """(Get-Content {file}).replace('"--proxy-mode=kernelspace",', '"--proxy-mode=kernelspace", """
    """"--feature-gates WinDSR=true", "--enable-dsr",') | Set-Content {file}"""
)
EDIT = GUIDE.format(file="$EKSBootstrapScriptFile")


def read(text: str) -> Reading:
    (document,) = documents(Source("cluster.yaml", text))
    return read_eksctl(document)


def declared(body: str, head: str = HEAD) -> ClusterDeclaration:
    (found,) = (item for item in read(head + body).objects if isinstance(item, ClusterDeclaration))
    return found


def group(lines: str, key: str = "nodeGroups") -> NodeGroup:
    """The one node group that lines of YAML, each at the margin, describe."""
    first, *rest = lines.strip("\n").split("\n")
    (found,) = declared(
        "\n".join([f"{key}:", f"  - {first}", *(f"    {line}" for line in rest)])
    ).node_groups
    return found


def managed(lines: str) -> NodeGroup:
    return group(lines, "managedNodeGroups")


def windows(*lines: str, family: str = "WindowsServer2022CoreContainer") -> NodeGroup:
    return group("\n".join(["name: win", f"amiFamily: {family}", *lines]))


def add_on(configuration: str) -> CniConfiguration:
    (found,) = declared(f"addons:\n  - name: vpc-cni\n{configuration}").cni
    return found


def written(value: Value[object]) -> str:
    """The text a value's origin points at."""
    assert value.origin.span is not None
    return value.origin.span.text


def reason(value: Value[object]) -> str:
    assert isinstance(value, Unknown)
    return value.reason.text


# Clusters


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (HEAD, True),
        ("apiVersion: eksctl.io/v1alpha4\nkind: ClusterConfig", True),
        ("apiVersion: eksctl.io/v2\nkind: ClusterConfig", True),
        ("apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfig", False),
        ("apiVersion: eksctl.io/v1alpha5\nkind: Cluster", False),
        ("kind: ClusterConfig", False),
        ("apiVersion: [eksctl.io/v1]\nkind: ClusterConfig", False),
        ("- kind: ClusterConfig", False),
    ],
)
def test_an_eksctl_file_is_known_by_kind_and_group(text, answer):
    (document,) = documents(Source("cluster.yaml", text))
    assert is_cluster_config(document.root) is answer


def test_an_eksctl_file_is_a_sign_of_eks():
    (sign,) = (item for item in read(HEAD).objects if isinstance(item, PlatformSign))
    assert sign.platform is Platform.EKS


def test_a_cluster_is_placed_at_its_name():
    head = HEAD.replace("{name: shop, region: eu-west-1}", "\n  name: shop\n  region: eu-west-1")
    found = declared("", head)
    assert found.span.text == "name: shop"
    assert is_known(found.name, "shop")
    assert is_known(found.region, "eu-west-1")
    assert written(found.region) == "region: eu-west-1"


def test_a_cluster_without_a_name_is_placed_at_its_kind():
    found = declared("", "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n")
    assert found.span.text == "kind: ClusterConfig"
    assert reason(found.name) == "a cluster has no name"
    assert reason(found.region) == "a cluster has no region"


@pytest.mark.parametrize("name", ["'${CLUSTER}'", "'{{ .name }}'", "<cluster-name>", "$CLUSTER"])
def test_a_placeholder_for_a_name_is_unknown(name):
    found = declared("", HEAD.replace("shop", name))
    assert reason(found.name) == "a value is filled in by a template"


@pytest.mark.parametrize(
    ("version", "minor"), [('"1.33"', 33), ("'1.9'", 9), ("1.30", 30), ("1.33", 33)]
)
def test_a_version_is_read_as_it_is_written(version, minor):
    # As a float 1.30 would be 1.3.
    found = declared("", HEAD.replace("}", f", version: {version}}}"))
    assert is_known(found.kubernetes_minor, minor)
    assert written(found.kubernetes_minor) == f"version: {version}"


@pytest.mark.parametrize("version", ["auto", "latest", '"2.0"', '"1"', '"1.x"', '"1.33.2"'])
def test_a_version_of_another_form_is_unknown(version):
    found = declared("", HEAD.replace("}", f", version: {version}}}"))
    assert reason(found.kubernetes_minor) == "a Kubernetes version cannot be read"


def test_an_absent_version_is_unknown_since_the_default_moves():
    found = declared("").kubernetes_minor
    assert "eksctl's default moves" in reason(found)
    assert not found.is_set


@pytest.mark.parametrize("text", ["IPv6", "ipv6", "IPV6", '"IPv6"'])
def test_the_address_family_is_read_in_any_case(text):
    found = declared(f"kubernetesNetworkConfig:\n  ipFamily: {text}\n").ip_family
    assert is_known(found, IpFamily.IPV6)
    assert written(found) == f"ipFamily: {text}"


def test_the_address_family_is_ipv4_where_nothing_is_said():
    found = declared("kubernetesNetworkConfig: {serviceIPv4CIDR: 10.100.0.0/16}\n").ip_family
    assert is_known(found, IpFamily.IPV4)
    assert not found.is_set


def test_the_range_of_services_is_read_where_it_is_written():
    found = declared("kubernetesNetworkConfig: {serviceIPv4CIDR: 10.200.0.0/16}").service_cidr
    assert is_known(found, "10.200.0.0/16")
    assert written(found) == "serviceIPv4CIDR: 10.200.0.0/16"


def test_the_range_of_services_is_left_to_eks_where_nothing_is_said():
    found = declared("nodeGroups: []").service_cidr
    assert reason(found) == "EKS chooses the range of Service addresses, which is not given"
    assert not found.is_set


@pytest.mark.parametrize("text", ["'${FAMILY}'", "IPv5", "[IPv4]"])
def test_an_address_family_that_cannot_be_read_is_unknown(text):
    found = declared(f"kubernetesNetworkConfig: {{ipFamily: {text}}}\n").ip_family
    assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    "body",
    [
        "addons: [{name: coredns}]",
        "iam: {withOIDC: true}",
        "vpc: {cidr: 10.0.0.0/16}",
        "vpc: {nat: {gateway: Single}}",
        "vpc: {clusterEndpoints: {publicAccess: true}}",
        "kubernetesNetworkConfig: {ipFamily: IPv4}",
        "availabilityZones: [eu-west-1a]",
        "cloudWatch: {clusterLogging: {enableTypes: ['*']}}",
        "fargateProfiles: []",
        "accessConfig: {authenticationMode: API}",
        "karpenter: {version: '1.0'}",
        "autoModeConfig: {enabled: false}",
        "privateCluster: {enabled: true}",
        "secretsEncryption: {keyARN: arn}",
        "iamIdentityMappings: []",
        "addonsConfig: {disableDefaultAddons: true}",
    ],
)
def test_a_field_that_only_creation_reads_shows_the_whole_cluster(body):
    assert is_known(declared(body).is_whole, True)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nodeGroups: [{name: a}]",
        "vpc: {id: vpc-1, subnets: {private: {a: {id: subnet-1}}}}",
        "vpc: {securityGroup: sg-1, sharedNodeSecurityGroup: sg-2}",
        "iam:",
        "addons: null",
    ],
)
def test_a_file_that_could_add_node_groups_to_a_cluster_is_not_the_whole(body):
    assert is_known(declared(body).is_whole, False)


# Other capacity


@pytest.mark.parametrize(
    "body",
    [
        "autoModeConfig: {enabled: true}",
        "karpenter: {version: '1.0'}",
        "fargateProfiles: [{name: a, selectors: [{namespace: kube-system}]}]",
        "fargateProfiles: [{name: a, selectors: [{namespace: shop}, {namespace: kube-system}]}]",
        "fargateProfiles: [{name: a, selectors: [{namespace: 'kube-*'}]}]",
        "fargateProfiles: [{name: a, selectors: [{namespace: '*'}]}]",
        "fargateProfiles: [{name: a, selectors: [{namespace: kube-syste?}]}]",
        "karpenter: {version: '1.0'}\nautoModeConfig: {enabled: false}",
    ],
)
def test_capacity_without_a_node_group(body):
    assert is_known(declared(body).other_capacity, True)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "autoModeConfig: {enabled: false}",
        "autoModeConfig: {}",
        "karpenter:",
        "fargateProfiles: [{name: a, selectors: [{namespace: shop}]}]",
        "fargateProfiles: [{name: a, selectors: [{namespace: kube-system-2}]}]",
        "fargateProfiles: [{name: a, selectors: [{labels: {a: b}}]}]",
        "fargateProfiles: [{name: a}]",
    ],
)
def test_nothing_but_node_groups_brings_capacity(body):
    assert is_known(declared(body).other_capacity, False)


@pytest.mark.parametrize(
    "body",
    [
        "autoModeConfig: {enabled: '{{ .auto }}'}",
        "autoModeConfig: ${AUTO_MODE}",
        "fargateProfiles: [{name: a, selectors: [{namespace: '${NAMESPACE}'}]}]",
        "fargateProfiles: [{name: a, selectors: '${SELECTORS}'}]",
        "fargateProfiles: ['${PROFILE}']",
        "fargateProfiles: ${PROFILES}",
    ],
)
def test_templated_capacity_is_unknown(body):
    assert reason(declared(body).other_capacity) == "a value is filled in by a template"


def test_hybrid_nodes_may_bring_capacity():
    body = "remoteNetworkConfig: {remoteNodeNetworks: [{cidrs: [10.80.0.0/16]}]}"
    why = "hybrid nodes may join the cluster, which are not in these files"
    assert reason(declared(body).other_capacity) == why


@pytest.mark.parametrize("key", ["nodeGroups", "managedNodeGroups"])
@pytest.mark.parametrize("groups", ["${GROUPS}", "{{ .groups }}", "['{{ .group }}']", "[<group>]"])
def test_node_groups_filled_in_by_a_template_may_bring_capacity(key, groups):
    found = declared(f"{key}: {groups}\n")
    assert found.node_groups == ()
    assert reason(found.other_capacity) == "a value is filled in by a template"


# Operating systems

FAMILIES = [
    ("WindowsServer2019CoreContainer", 2019, 17763, "core"),
    ("WindowsServer2019FullContainer", 2019, 17763, "full"),
    ("WindowsServer2022CoreContainer", 2022, 20348, "core"),
    ("WindowsServer2022FullContainer", 2022, 20348, "full"),
    ("WindowsServer2025CoreContainer", 2025, 26100, "core"),
    ("WindowsServer2025FullContainer", 2025, 26100, "full"),
    # Deprecated or removed, and still plainly Windows.
    ("WindowsServer1909CoreContainer", None, 18363, "core"),
    ("WindowsServer2004CoreContainer", None, 19041, "core"),
    ("WindowsServer20H2CoreContainer", None, 19042, "core"),
]


@pytest.mark.parametrize("change", [str, str.lower, str.upper, str.swapcase])
@pytest.mark.parametrize(("family", "version", "build", "edition"), FAMILIES)
def test_every_windows_family_is_known_in_any_case(family, version, build, edition, change):
    found = windows(family=change(family))
    assert is_known(found.os, Os.WINDOWS)
    assert is_known(found.windows_version, version)
    assert is_known(found.windows_build, build)
    assert is_known(found.edition, edition)
    assert written(found.os) == f"amiFamily: {change(family)}"


@pytest.mark.parametrize("family", ["WindowsServer2028CoreContainer", "windowsserver2031nano"])
def test_a_windows_family_newer_than_the_table_is_windows_of_unknown_version(family):
    found = windows(family=family)
    assert is_known(found.os, Os.WINDOWS)
    for value in (found.windows_version, found.windows_build, found.edition, found.dsr):
        assert reason(value) == "a node group has an AMI family that is not known"


@pytest.mark.parametrize(
    "family", ["AmazonLinux2", "AmazonLinux2023", "Bottlerocket", "Ubuntu2204", "bottlerocket"]
)
def test_linux_families_are_linux(family):
    found = group(f"name: windows-support\namiFamily: {family}")
    assert is_known(found.os, Os.LINUX)
    assert is_known(found.windows_version, None)
    assert is_known(found.dsr, Dsr.NOT_CONFIGURED)


@pytest.mark.parametrize("key", ["nodeGroups", "managedNodeGroups"])
def test_a_group_without_a_family_is_linux(key):
    found = group("name: windows", key)
    assert is_known(found.os, Os.LINUX)
    assert not found.os.is_set
    assert written(found.os) == "name: windows"


@pytest.mark.parametrize(
    ("key", "lines", "place"),
    [
        ("nodeGroups", "ami: ami-0123", "ami: ami-0123"),
        ("managedNodeGroups", "ami: ami-0123", "ami: ami-0123"),
        ("managedNodeGroups", "launchTemplate:\n  id: lt-1", "launchTemplate"),
    ],
)
def test_an_image_of_ones_own_without_a_family_is_unknown(key, lines, place):
    found = group(f"name: a\n{lines}", key)
    assert "launch template or a custom AMI" in reason(found.os)
    assert written(found.os) == place


def test_a_family_decides_beside_an_image_of_ones_own():
    assert is_known(windows("ami: ami-0123").os, Os.WINDOWS)


@pytest.mark.parametrize("family", ["Flatcar", "${FAMILY}", "[WindowsServer2022CoreContainer]"])
def test_a_family_that_says_nothing_is_unknown(family):
    assert isinstance(windows(family=family).os, Unknown)


def test_a_null_family_is_none_at_all():
    assert is_known(windows(family="").os, Os.LINUX)


def test_a_group_is_placed_at_its_name_and_knows_what_makes_it():
    own, by_eks = group("amiFamily: Bottlerocket\nname: one"), managed("name: two")
    assert own.span.text == "name: one"
    assert is_known(own.provisioner, Provisioner.EKSCTL)
    assert is_known(by_eks.provisioner, Provisioner.EKSCTL_MANAGED)
    assert own.title == "node group 'one'"


def test_a_group_without_a_name_is_placed_at_itself():
    found = group("amiFamily: Bottlerocket")
    assert found.span.text == "amiFamily: Bottlerocket"
    assert reason(found.name) == "a node group has no name"


def test_groups_of_both_kinds_are_read_and_broken_ones_left_out():
    found = declared(
        "nodeGroups: [{name: a}, windows, 7, null, [b]]\nmanagedNodeGroups: [{name: c}]\n"
    )
    assert [item.title for item in found.node_groups] == ["node group 'a'", "node group 'c'"]


def test_node_groups_in_the_wrong_case_are_none():
    # As eksctl reads it: `NodeGroups` in the guide's taint example is no field of its own.
    assert declared("NodeGroups:\n  - {name: a}\n").node_groups == ()


def test_a_merged_group_has_the_fields_of_its_anchor():
    found = declared(
        "nodeGroups:\n"
        "  - &win {name: one, amiFamily: WindowsServer2019CoreContainer, maxPodsPerNode: 8}\n"
        "  - {<<: *win, name: two, maxPodsPerNode: 9}\n"
    )
    second = found.node_groups[1]
    assert is_known(second.os, Os.WINDOWS)
    assert is_known(second.name, "two")
    assert is_known(second.max_pods, 9)


# Instance types


@pytest.mark.parametrize(
    ("key", "lines", "types", "place"),
    [
        ("nodeGroups", "instanceType: m5.xlarge", ("m5.xlarge",), "instanceType: m5.xlarge"),
        (
            "managedNodeGroups",
            "instanceTypes: [m5.large, c5.large]",
            ("m5.large", "c5.large"),
            "instanceTypes",
        ),
        (
            "nodeGroups",
            "instancesDistribution:\n  instanceTypes: [t3.large, t3.xlarge]",
            ("t3.large", "t3.xlarge"),
            "instanceTypes",
        ),
        (
            "nodeGroups",
            "instanceType: mixed\ninstancesDistribution:\n  instanceTypes: [t3.large]",
            ("t3.large",),
            "instanceTypes",
        ),
        ("nodeGroups", "amiFamily: Bottlerocket", ("m5.large",), "name: a"),
        ("managedNodeGroups", "instanceType:", ("m5.large",), "name: a"),
    ],
)
def test_instance_types_from_each_place(key, lines, types, place):
    found = group(f"name: a\n{lines}", key).instance_types
    assert is_known(found, types)
    assert written(found) == place


def test_the_default_instance_type_is_nobody_s_choice():
    assert not group("name: a").instance_types.is_set


@pytest.mark.parametrize(
    ("key", "lines", "place"),
    [
        ("nodeGroups", "instanceSelector: {vCPUs: 2}", "instanceSelector"),
        ("managedNodeGroups", "instanceSelector:\n  vCPUs: 2", "instanceSelector"),
        ("managedNodeGroups", "launchTemplate: {id: lt-1}", "launchTemplate"),
    ],
)
def test_instance_types_chosen_elsewhere_are_unknown(key, lines, place):
    found = group(f"name: a\n{lines}", key).instance_types
    assert "outside the file" in reason(found)
    assert written(found) == place


@pytest.mark.parametrize(
    "lines",
    ["instanceType: ${TYPE}", "instanceTypes: [m5.large, '{{ .type }}']", "instanceTypes: []"],
)
def test_instance_types_that_cannot_be_seen_are_unknown(lines):
    assert isinstance(managed(f"name: a\n{lines}").instance_types, Unknown)


# Pods


@pytest.mark.parametrize("key", ["nodeGroups", "managedNodeGroups"])
def test_the_kubelet_allows_110_pods_where_nothing_is_said(key):
    found = group("name: a\namiFamily: WindowsServer2022CoreContainer", key).max_pods
    assert is_known(found, 110)
    assert not found.is_set


def test_a_group_of_ones_own_passes_max_pods_on():
    found = windows("maxPodsPerNode: 20").max_pods
    assert is_known(found, 20)
    assert found.is_set
    assert written(found) == "maxPodsPerNode: 20"


def test_a_managed_windows_group_ignores_max_pods():
    found = managed("name: a\namiFamily: WindowsServer2022CoreContainer\nmaxPodsPerNode: 20")
    assert is_known(found.max_pods, 110)
    assert not found.max_pods.is_set


def test_a_managed_linux_group_passes_max_pods_on():
    assert is_known(managed("name: a\nmaxPodsPerNode: 20").max_pods, 20)


@pytest.mark.parametrize("number", ['"20"', "${PODS}", "many"])
def test_max_pods_that_are_no_number(number):
    found = windows(f"maxPodsPerNode: {number}").max_pods
    # A quoted number is refused by eksctl, which the check of the shape says.
    assert is_known(found, 20) if number == '"20"' else isinstance(found, Unknown)


def test_max_pods_in_the_bootstrap_call_win_over_the_field():
    found = windows(
        "maxPodsPerNode: 20",
        "overrideBootstrapCommand: |",
        "  & $EKSBootstrapScriptFile -EKSClusterName $EKSClusterName `",
        "    -KubeletExtraArgs '--node-labels=a=b --max-pods=58'",
    ).max_pods
    assert is_known(found, 58)
    assert written(found) == "58"


def test_computed_max_pods_in_the_bootstrap_call_are_unknown():
    found = windows(
        "overrideBootstrapCommand: |",
        '  & $EKSBootstrapScriptFile -EKSClusterName a -KubeletExtraArgs "--max-pods=$n"',
    ).max_pods
    assert reason(found) == "--max-pods is computed in the user data"


def test_no_field_gives_a_node_a_second_interface():
    found = windows("efaEnabled: true").eni_count
    assert is_known(found, 1)
    assert not found.is_set


# Direct Server Return


@pytest.mark.parametrize(
    "family", ["WindowsServer2019CoreContainer", "windowsserver2019fullcontainer"]
)
def test_2019_does_not_have_dsr_by_itself(family):
    found = windows(family=family)
    assert is_known(found.dsr, Dsr.NOT_CONFIGURED)
    assert not found.dsr.is_set
    assert written(found.dsr) == f"amiFamily: {family}"
    assert is_known(found.dsr_cause, "no --enable-dsr is passed to kube-proxy")


@pytest.mark.parametrize(
    "family", ["WindowsServer2022CoreContainer", "WindowsServer2025FullContainer"]
)
def test_what_2022_and_2025_do_by_themselves_is_not_documented(family):
    found = windows(family=family).dsr
    assert "not documented" in reason(found)
    assert isinstance(found, Unknown)
    assert found.reason.declare == "dsr"


@pytest.mark.parametrize("year", [2019, 2022])
def test_what_an_image_of_ones_own_does_is_unknown(year):
    found = windows("ami: ami-0123", family=f"WindowsServer{year}CoreContainer").dsr
    assert "custom AMI" in reason(found)


@pytest.mark.parametrize("year", [2019, 2022])
def test_what_a_launch_template_adds_to_a_windows_group_is_unknown(year):
    group = windows("launchTemplate: {id: lt-0123}", family=f"WindowsServer{year}CoreContainer")
    assert "launch template" in reason(group.dsr)
    assert "launch template" in reason(group.eni_count)
    assert written(group.eni_count) == "launchTemplate"


@pytest.mark.parametrize("word", ["auto", "auto-ssm"])
def test_an_image_that_eksctl_looks_up_is_none_of_ones_own(word):
    found = windows(f"ami: {word}", family="WindowsServer2019CoreContainer")
    assert is_known(found.dsr, Dsr.NOT_CONFIGURED)
    assert is_known(group(f"name: a\nami: {word}").os, Os.LINUX)


def test_the_edit_before_the_bootstrap_of_a_group_of_ones_own_switches_it_on():
    found = windows("preBootstrapCommands:", f"- {EDIT}")
    assert is_known(found.dsr, Dsr.ENABLED)
    assert written(found.dsr) in EDIT
    assert "--enable-dsr" in written(found.dsr)


def test_the_edit_in_a_managed_group_has_no_variable_to_work_with():
    found = managed(
        f"name: win\namiFamily: WindowsServer2022CoreContainer\npreBootstrapCommands:\n- {EDIT}"
    )
    assert is_known(found.dsr, Dsr.INEFFECTIVE)
    assert written(found.dsr) in EDIT


def test_the_edit_in_a_managed_group_works_with_a_variable_of_its_own():
    path = r'$f = "$env:ProgramFiles\Amazon\EKS\Start-EKSBootstrap.ps1"'
    found = managed(
        "name: win\namiFamily: WindowsServer2022CoreContainer\npreBootstrapCommands:\n"
        f"- {path}\n- {GUIDE.format(file='$f')}"
    )
    assert is_known(found.dsr, Dsr.ENABLED)


@pytest.mark.parametrize(
    ("value", "state"), [("true", Dsr.ENABLED), ("false", Dsr.DISABLED)], ids=["on", "off"]
)
def test_the_arguments_of_the_bootstrap_call_decide(value, state):
    found = windows(
        "overrideBootstrapCommand: |",
        "  & $EKSBootstrapScriptFile -EKSClusterName $EKSClusterName `",
        f"    -KubeProxyExtraArgs '--enable-dsr={value}'",
    )
    assert is_known(found.dsr, state)
    assert f"--enable-dsr={value}" in written(found.dsr)


def test_an_edit_after_the_bootstrap_call_comes_too_late():
    found = windows(
        "overrideBootstrapCommand: |",
        "  & $EKSBootstrapScriptFile -EKSClusterName $EKSClusterName",
        f"  {EDIT}",
    )
    assert is_known(found.dsr, Dsr.INEFFECTIVE)
    assert written(found.dsr) in EDIT


def test_commands_about_other_things_leave_it_to_the_image():
    lines = ("preBootstrapCommands:", "- Set-TimeZone -Id UTC")
    assert is_known(
        windows(*lines, family="WindowsServer2019CoreContainer").dsr, Dsr.NOT_CONFIGURED
    )
    assert isinstance(windows(*lines).dsr, Unknown)


@pytest.mark.parametrize("command", ["'{{ .command }}'", "<your-command>", "'& {{ .script }}'"])
def test_a_templated_command_leaves_it_unknown(command):
    found = windows(
        "preBootstrapCommands:", f"- {command}", family="WindowsServer2019CoreContainer"
    )
    assert isinstance(found.dsr, Unknown)


def test_a_place_in_a_block_scalar_is_found_past_indentation():
    found = windows("preBootstrapCommands:", "- |", "  # first", f"  {EDIT}")
    assert is_known(found.dsr, Dsr.ENABLED)
    assert written(found.dsr) in EDIT


def test_a_linux_group_has_no_windows_bootstrap():
    found = group(f"name: a\npreBootstrapCommands:\n- {EDIT}")
    assert is_known(found.dsr, Dsr.NOT_CONFIGURED)


# The vpc-cni add-on


@pytest.mark.parametrize(
    "configuration",
    [
        """    configurationValues: '{"enableWindowsIpam": "true"}'""",
        '''    configurationValues: "{\\"enableWindowsIpam\\": \\"true\\"}"''',
        "    configurationValues: |\n      enableWindowsIpam: 'true'",
        '    configurationValues: |-\n      {"enableWindowsIpam":\n       "true"}',
        '    configurationValues: >-\n      {"enableWindowsIpam": "true"}',
    ],
)
def test_configuration_values_are_json_or_yaml_in_a_string(configuration):
    found = add_on(configuration)
    assert found.open_because is None
    assert is_known(found.holder, Holder.ADD_ON)
    assert is_known(found.settings["enable-windows-ipam"], "true")
    assert is_known(found.flag("enable-windows-ipam"), True)
    assert "enableWindowsIpam" in written(found.flag("enable-windows-ipam"))


def test_a_setting_is_placed_inside_the_text():
    configuration = """    configurationValues: '{"env": {}, "enableWindowsIpam": "false"}'"""
    assert written(add_on(configuration).flag("enable-windows-ipam")) == (
        '"enableWindowsIpam": "false"'
    )


def test_the_keys_of_the_add_on_are_told_by_those_of_the_config_map():
    found = add_on(
        "    configurationValues: |\n"
        "      enableWindowsPrefixDelegation: 'true'\n"
        "      warmWindowsPrefixTarget: '1'\n"
        "      warmWindowsIPTarget: '2'\n"
        "      minimumWindowsIPTarget: '3'\n"
        "      branchENICooldown: '60'\n"
        "      enableNetworkPolicy: 'true'\n"
        "      env: {WARM_IP_TARGET: '5'}\n"
        "      enable-windows-ipam: 'true'\n"
    )
    assert set(found.settings) == {
        "enable-windows-prefix-delegation",
        "warm-prefix-target",
        "warm-ip-target",
        "minimum-ip-target",
        "branch-eni-cooldown",
        "enable-network-policy-controller",
    }


def test_an_add_on_without_configuration_leaves_windows_to_other_steps():
    found = add_on("")
    assert found.settings == {}
    flag = found.flag("enable-windows-ipam")
    assert isinstance(flag, Unknown)
    assert flag.reason.declare == "windows_ipam"
    assert written(flag) == "name: vpc-cni"
    assert is_known(found.flag("enable-network-policy-controller"), False)


def test_an_add_on_configured_for_windows_has_the_chart_s_defaults_for_the_rest():
    found = add_on('    configurationValues: \'{"enableWindowsIpam": "true"}\'')
    off = found.flag("enable-windows-prefix-delegation")
    assert is_known(off, False)
    assert not off.is_set
    assert written(off) == "name: vpc-cni"


@pytest.mark.parametrize(
    ("configuration", "why"),
    [
        ("'{{ toJson .values }}'", "a value is filled in by a template"),
        ("${VALUES}", "a value is filled in by a template"),
        ("'{\"enableWindowsIpam\": '", "an add-on's configurationValues cannot be read"),
        ("'just text'", "an add-on's configurationValues cannot be read"),
        ("{enableWindowsIpam: 'true'}", "an add-on's configurationValues cannot be read"),
    ],
)
def test_configuration_that_cannot_be_read_leaves_all_settings_open(configuration, why):
    found = add_on(f"    configurationValues: {configuration}")
    assert found.open_because is not None
    assert found.open_because.text == why
    assert reason(found.flag("enable-windows-ipam")) == why


@pytest.mark.parametrize(
    "configuration",
    [
        """'{"enableWindowsIpam": "${ON}", "warmWindowsIPTarget": "1"}'""",
        """'{"enableWindowsIpam": "{{ .on }}", "warmWindowsIPTarget": "1"}'""",
    ],
)
def test_a_template_inside_the_configuration_opens_that_setting_only(configuration):
    found = add_on(f"    configurationValues: {configuration}")
    assert reason(found.settings["enable-windows-ipam"]) == "a value is filled in by a template"
    assert is_known(found.settings["warm-ip-target"], "1")


def test_other_add_ons_say_nothing_about_the_cni():
    body = "addons:\n  - name: coredns\n  - {version: latest}\n  - vpc-cni\n  - name: '{{ .x }}'\n"
    assert declared(body).cni == ()


def test_the_name_of_the_add_on_is_read_in_any_case():
    assert len(declared("addons: [{name: VPC-CNI}]").cni) == 1


def test_every_value_has_a_place():
    found = windows("instanceType: m5.large")
    for name in NodeGroup.__dataclass_fields__:
        value = getattr(found, name)
        if isinstance(value, Known | Unknown):
            assert value.origin.span is not None, name
