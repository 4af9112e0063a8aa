"""What is read of a pod template: containers, resources, settings for Linux alone."""

from __future__ import annotations

import pytest

from eksnetlint.model.pod_spec import ADDRESS, POD_ENI, PodSpec
from eksnetlint.model.workload import Workload
from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Known, Unknown, known_or


def pod(spec: str, metadata: str = "{name: web}") -> PodSpec:
    lines = "\n".join(f"  {line}" for line in spec.strip().split("\n"))
    text = f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec:\n{lines}\n"
    (document,) = documents(Source("pod.yaml", text))
    (found,) = (item for item in read_kubernetes(document).objects if isinstance(item, Workload))
    return found.pod


def written(value: object) -> str:
    span = value.origin.span  # type: ignore[attr-defined]
    assert span is not None
    text: str = span.text
    return text


def test_containers_and_init_containers_have_names_and_images():
    found = pod("containers: [{name: a, image: b:1}]\ninitContainers: [{name: c}]").containers
    assert [(item.title, item.image and known_or(item.image, "?")) for item in found] == [
        ("a", "b:1"),
        ("c", None),
    ]
    assert found[0].span.text == "name: a"


def test_a_container_without_a_name_has_its_own_place():
    (found,) = pod("containers: [{image: b:1}]").containers
    assert (found.title, found.span.text) == ("?", "{image: b:1}")


@pytest.mark.parametrize(
    ("container", "said"),
    [
        ("{name: a}", None),
        ("{name: a, securityContext: {windowsOptions: {hostProcess: true}}}", True),
        ("{name: a, securityContext: {windowsOptions: {hostProcess: false}}}", False),
        ("{name: a, securityContext: {windowsOptions: {hostProcess: '${A}'}}}", "?"),
        ("{name: a, securityContext: {windowsOptions: '${A}'}}", "?"),
        ("{name: a, securityContext: '${A}'}", "?"),
        ("'${A}'", "?"),
    ],
)
def test_a_container_says_itself_whether_it_is_a_host_process(container, said):
    (found,) = pod(f"containers: [{container}]").containers
    value = found.host_process
    assert (value if value is None else known_or(value, "?")) == said


@pytest.mark.parametrize(
    ("resources", "found"),
    [
        ("{limits: {vpc.amazonaws.com/pod-eni: 1}}", {POD_ENI: "1"}),
        ("{requests: {vpc.amazonaws.com/PrivateIPv4Address: '2'}}", {ADDRESS: "2"}),
        ("{limits: {vpc.amazonaws.com/pod-eni: 0}}", {}),
        ("{limits: {vpc.amazonaws.com/pod-eni: '${A}'}}", {POD_ENI: "?"}),
        ("{limits: {cpu: 1}}", {}),
        ("{limits: '${A}'}", {}),
        ("'${A}'", {}),
    ],
)
def test_resources_of_the_controller_are_found_in_any_container(resources, found):
    spec = f"containers: [{{name: a}}, {{name: b, resources: {resources}}}]"
    assert {key: known_or(item, "?") for key, item in pod(spec).resources.items()} == found


def test_a_dns_policy_has_its_place_and_its_default():
    found = pod("dnsPolicy: None\ncontainers: [{name: a}]").dns_policy
    assert (found.is_set, written(found)) == (True, "dnsPolicy: None")
    default = pod("containers: [{name: a}]").dns_policy
    assert isinstance(default, Known)
    assert (default.value, default.is_set) == ("ClusterFirst", False)


def test_annotations_are_those_of_the_template():
    found = pod("containers: [{name: a}]", "{name: web, annotations: {b: c}}").annotations
    assert {key: known_or(value, "?") for key, value in found.items.items()} == {"b": "c"}
    assert pod("containers: [{name: a}]", "'${A}'").annotations.open_because is not None


SETTINGS = """
os: {name: windows}
hostPID: true
hostIPC: false
shareProcessNamespace: false
securityContext:
  runAsNonRoot: true
  fsGroup: null
  sysctls: []
  runAsUser: 1000
  windowsOptions: {runAsUserName: ContainerUser}
initContainers:
  - name: b
    securityContext: {privileged: false}
containers:
  - name: a
    securityContext: {capabilities: {}, seccompProfile: '${A}'}
"""


def test_settings_for_linux_alone_are_gathered_beside_os_name():
    found = pod(SETTINGS).linux_settings
    assert [(item.path, written(item)) for item in found] == [
        ("hostPID", "hostPID: true"),
        ("shareProcessNamespace", "shareProcessNamespace: false"),
        ("securityContext.runAsUser", "runAsUser: 1000"),
        ("containers.securityContext.capabilities", "capabilities"),
        ("containers.securityContext.privileged", "privileged: false"),
    ]


def test_without_os_name_nothing_is_gathered():
    assert pod(SETTINGS.replace("os: {name: windows}", "")).linux_settings == ()


def test_what_is_filled_in_later_is_unknown():
    (found,) = pod("containers: [{name: '${A}', image: '${B}'}]").containers
    assert isinstance(found.name, Unknown)
    assert isinstance(found.image, Unknown)
