"""Which operating system a pod template is for, what decides it, and where that is written."""

from __future__ import annotations

import json

import pytest

from eksnetlint.model import placement as decided_placement
from eksnetlint.model.node_group import Os
from eksnetlint.model.placement import Placement, by_requirements
from eksnetlint.readers.kubernetes.scheduling import node_requirement_of, scheduling_of
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Mapping
from eksnetlint.source.yaml import documents
from eksnetlint.values import Unknown, is_known

LINUX_SELECTOR = "nodeSelector: {kubernetes.io/os: linux}\n"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def tree(text: str) -> Mapping:
    (document,) = documents(Source("pod.yaml", text))
    assert isinstance(document.root, Mapping)
    return document.root


def placement_of(pod_spec: Mapping) -> Placement:
    """What a template alone decides; a RuntimeClass that it names is looked up in linking."""
    return decided_placement.place(scheduling_of(pod_spec))


def placement(pod_spec: str) -> Placement:
    return placement_of(tree("containers: [{name: a, image: shop:1}]\n" + pod_spec))


def affinity(*terms: object) -> str:
    node = {REQUIRED: {"nodeSelectorTerms": list(terms)}}
    return f"affinity: {json.dumps({'nodeAffinity': node})}\n"


def term(*requirements: tuple[str, str, list[str] | None]) -> dict[str, object]:
    found = []
    for key, operator, values in requirements:
        found.append(
            {"key": key, "operator": operator, **({} if values is None else {"values": values})}
        )
    return {"matchExpressions": found}


def os_term(operator: str, *values: str, key: str = "kubernetes.io/os") -> dict[str, object]:
    return term((key, operator, list(values)))


def place(found: Placement) -> str:
    assert found.os.origin.span is not None
    return found.os.origin.span.text


def test_a_pod_that_says_nothing_runs_on_either():
    found = placement("")
    assert is_known(found.os, Os.EITHER)
    assert not found.os.is_set
    assert found.cause == "nothing in the manifest"


@pytest.mark.parametrize("label", ["kubernetes.io/os", "beta.kubernetes.io/os"])
@pytest.mark.parametrize(("text", "os"), [("windows", Os.WINDOWS), ("linux", Os.LINUX)])
def test_a_node_selector_decides(label, text, os):
    found = placement(f"nodeSelector:\n  disk: ssd\n  {label}: {text}\n")
    assert is_known(found.os, os)
    assert place(found) == f"{label}: {text}"
    assert found.cause == f"nodeSelector {label}"


def test_a_windows_build_decides():
    found = placement("nodeSelector: {node.kubernetes.io/windows-build: 10.0.20348}\n")
    assert is_known(found.os, Os.WINDOWS)
    assert place(found) == "node.kubernetes.io/windows-build: 10.0.20348"


def test_a_node_selector_about_other_things_does_not_decide():
    assert is_known(placement("nodeSelector: {disk: ssd}\n").os, Os.EITHER)


@pytest.mark.parametrize(
    "selector",
    ["'{{ .nodeSelector }}'", "{{ .nodeSelector }}", "${SELECTOR}", "\n  kubernetes.io/os: ${OS}"],
)
def test_a_templated_node_selector_is_unknown(selector):
    found = placement(f"nodeSelector: {selector}\n")
    assert isinstance(found.os, Unknown)
    assert found.os.reason.text == "a value is filled in by a template"


def test_the_name_of_the_system_decides():
    found = placement("os:\n  name: windows\n")
    assert is_known(found.os, Os.WINDOWS)
    assert place(found) == "name: windows"
    assert found.cause == "spec.os.name"


@pytest.mark.parametrize(
    ("terms", "os"),
    [
        ([os_term("In", "windows")], Os.WINDOWS),
        ([os_term("In", "linux")], Os.LINUX),
        ([os_term("NotIn", "linux")], Os.WINDOWS),
        ([os_term("NotIn", "windows")], Os.LINUX),
        ([os_term("In", "windows", key="beta.kubernetes.io/os")], Os.WINDOWS),
        ([term(("disk", "In", ["ssd"]), ("kubernetes.io/os", "In", ["windows"]))], Os.WINDOWS),
        ([os_term("In", "windows"), os_term("In", "windows")], Os.WINDOWS),
        ([os_term("NotIn", "linux"), os_term("In", "windows")], Os.WINDOWS),
        ([term(("node.kubernetes.io/windows-build", "Exists", None))], Os.WINDOWS),
        ([term(("node.kubernetes.io/windows-build", "In", ["10.0.20348"]))], Os.WINDOWS),
        ([term(("node.kubernetes.io/windows-build", "DoesNotExist", None))], Os.LINUX),
        ([os_term("In", "windows", "darwin")], Os.WINDOWS),
        ([os_term("NotIn", "linux", "darwin")], Os.WINDOWS),
        # NodeSelectorTerm, Kubernetes API: a null or empty term matches no objects.
        ([os_term("In", "windows"), {}], Os.WINDOWS),
        # The requirements of a term must all hold.
        (
            [term(("kubernetes.io/os", "Exists", None), ("kubernetes.io/os", "NotIn", ["linux"]))],
            Os.WINDOWS,
        ),
    ],
)
def test_required_affinity_decides_where_all_alternatives_agree(terms, os):
    found = placement(affinity(*terms))
    assert is_known(found.os, os)
    assert found.cause == "required node affinity"
    assert found.os.origin.span is not None


@pytest.mark.parametrize(
    "terms",
    [
        [],
        [os_term("In", "windows", "linux")],
        [os_term("NotIn", "windows", "linux")],
        [os_term("In")],
        [os_term("NotIn", "darwin")],
        [os_term("In", "darwin")],
        [os_term("Exists")],
        [os_term("DoesNotExist")],
        [os_term("Gt", "windows")],
        # One of the alternatives is enough for the scheduler.
        [os_term("In", "windows"), os_term("In", "linux")],
        [os_term("In", "windows"), term(("disk", "In", ["ssd"]))],
        [term(("disk", "In", ["ssd"])), os_term("In", "windows")],
        # A node without the label, so every Linux one, fits as well.
        [term(("node.kubernetes.io/windows-build", "NotIn", ["10.0.17763"]))],
    ],
)
def test_required_affinity_that_allows_both_does_not_decide(terms):
    assert is_known(placement(affinity(*terms)).os, Os.EITHER)


# Source: kubernetes.io, "Assigning Pods to Nodes": where no node fits a preference, the pod is
# scheduled all the same.
@pytest.mark.parametrize(
    ("terms", "cause"),
    [
        ([os_term("In", "windows")], "it only prefers windows"),
        ([os_term("NotIn", "windows")], "it only prefers linux"),
        ([os_term("In", "windows"), os_term("In", "linux")], "nothing in the manifest"),
        ([os_term("In", "${OS}")], "nothing in the manifest"),
        ([{}], "nothing in the manifest"),
    ],
)
def test_preferred_affinity_does_not_decide(terms, cause):
    preferences = [{"weight": 1, "preference": term} for term in terms]
    node = {"preferredDuringSchedulingIgnoredDuringExecution": preferences}
    found = placement(f"affinity: {json.dumps({'nodeAffinity': node})}\n")
    assert is_known(found.os, Os.EITHER)
    assert not found.os.is_set
    assert found.cause == cause


@pytest.mark.parametrize(
    "terms",
    [
        [os_term("In", "${OS}")],
        [os_term("${OPERATOR}", "windows")],
        [os_term("In", "windows"), os_term("In", "{{ .os }}")],
        [term(("${KEY}", "In", ["windows"]))],
        [{"matchExpressions": "${REQUIREMENTS}"}],
        ["${TERM}"],
        # A field of the node, its name, says nothing of its system.
        [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["a"]}]}],
    ],
)
def test_templated_required_affinity_is_unknown(terms):
    assert isinstance(placement(affinity(*terms)).os, Unknown)


@pytest.mark.parametrize(
    "pod_spec",
    [
        "securityContext:\n  windowsOptions: {runAsUserName: ContainerUser}\n",
        "containers:\n- securityContext:\n    windowsOptions: {hostProcess: true}\n",
        "initContainers:\n- securityContext:\n    windowsOptions: {gmsaCredentialSpecName: a}\n",
    ],
)
def test_windows_options_decide(pod_spec):
    found = placement_of(tree(pod_spec))
    assert is_known(found.os, Os.WINDOWS)
    assert place(found) == "windowsOptions"
    assert found.cause == "windowsOptions"


@pytest.mark.parametrize("options", ["", "null", "'{{ .options }}'", "${OPTIONS}"])
def test_no_windows_options_do_not_decide(options):
    found = placement(f"securityContext:\n  windowsOptions: {options}\n")
    assert is_known(found.os, Os.EITHER)


@pytest.mark.parametrize(
    "image",
    [
        "mcr.microsoft.com/windows/servercore:ltsc2022",
        "mcr.microsoft.com/windows/nanoserver:1809",
        "mcr.microsoft.com/windows:ltsc2019",
        "mcr.microsoft.com/windows/servercore/iis",
        "mcr.microsoft.com/dotnet/framework/aspnet:4.8",
        "microsoft/iis",
        "microsoft/windowsservercore:1803",
        "golang:1.25-windowsservercore-ltsc2022",
        "golang:1.25-nanoserver",
        "scr.sitecore.com/sxp/sitecore-xm1-mssql-init:10.0-ltsc2019",
        "registry.example.com:5000/shop/web:1.4-ltsc2022",
    ],
)
@pytest.mark.parametrize("where", ["containers", "initContainers"])
def test_an_image_there_is_for_windows_only_decides(image, where):
    found = placement_of(tree(f"{where}:\n- name: a\n- image: {image}\n"))
    assert is_known(found.os, Os.WINDOWS)
    assert place(found) == f"image: {image}"
    assert found.cause == "a Windows-only image"


@pytest.mark.parametrize(
    "image",
    [
        "mcr.microsoft.com/dotnet/aspnet:8.0",
        "mcr.microsoft.com/oss/kubernetes/pause:3.9",
        "example.com/mcr.microsoft.com/windows/servercore",
        "windows-exporter:1",
        "example.com/nanoserver/web:1",
        "registry.example.com:5000/ltsc2019/web",
        "microsoft/iis-tools:1",
        "web@sha256:ltsc2022",
        "'{{ .image }}'",
        "mcr.microsoft.com/windows/${IMAGE}",
    ],
)
def test_other_images_do_not_decide(image):
    assert is_known(placement_of(tree(f"containers: \n- image: {image}\n")).os, Os.EITHER)


WINDOWS_IMAGE = "containers: [{image: 'mcr.microsoft.com/windows/nanoserver:1809'}]\n"
OPTIONS = "securityContext: {windowsOptions: {runAsUserName: a}}\n"


@pytest.mark.parametrize(
    ("pod_spec", "os", "cause"),
    [
        (LINUX_SELECTOR + WINDOWS_IMAGE + OPTIONS, Os.LINUX, "nodeSelector kubernetes.io/os"),
        (LINUX_SELECTOR + "os: {name: windows}\n", Os.LINUX, "nodeSelector kubernetes.io/os"),
        ("os: {name: linux}\n" + affinity(os_term("In", "windows")), Os.LINUX, "spec.os.name"),
        (affinity(os_term("In", "linux")) + OPTIONS, Os.LINUX, "required node affinity"),
        (WINDOWS_IMAGE + OPTIONS, Os.WINDOWS, "windowsOptions"),
        (
            "nodeSelector: {beta.kubernetes.io/os: linux, kubernetes.io/os: windows}\n",
            Os.WINDOWS,
            "nodeSelector kubernetes.io/os",
        ),
    ],
)
def test_what_binds_the_scheduler_more_wins(pod_spec, os, cause):
    found = placement_of(tree(pod_spec))
    assert is_known(found.os, os)
    assert found.cause == cause


@pytest.mark.parametrize(
    "pod_spec",
    ["affinity: ${A}\n", "affinity: {nodeAffinity: '{{ .a }}'}\n"]
    + [
        f"affinity: {{nodeAffinity: {{{REQUIRED}: {text}}}}}\n"
        for text in ("'${A}'", "{nodeSelectorTerms: '${A}'}")
    ],
)
def test_affinity_that_is_filled_in_is_unknown(pod_spec):
    found = placement(pod_spec)
    assert isinstance(found.os, Unknown)
    assert place(found) in pod_spec


# Source: kubernetes.io, "Assigning Pods to Nodes": a pod with nodeName is bound to that node.
@pytest.mark.parametrize(
    ("pod_spec", "os"),
    [
        ("nodeName: ip-10-0-0-1\n", None),
        ("nodeName: ''\n", Os.EITHER),
        ("nodeName: a\nnodeSelector: {kubernetes.io/os: windows}\n", Os.WINDOWS),
        ("nodeName: a\nsecurityContext: {windowsOptions: {runAsUserName: a}}\n", Os.WINDOWS),
    ],
)
def test_the_name_of_a_node_does_not_tell_its_system(pod_spec, os):
    found = placement(pod_spec)
    if os is None:
        assert isinstance(found.os, Unknown)
        assert found.cause == "nodeName"
        assert place(found) == "nodeName: ip-10-0-0-1"
    else:
        assert is_known(found.os, os)


@pytest.mark.parametrize(
    "known", ["os: {name: windows}\n", "securityContext: {windowsOptions: {}}\n"]
)
@pytest.mark.parametrize("hidden", ["nodeSelector: ${SELECTOR}\n", "runtimeClassName: a\n"])
def test_what_can_be_seen_decides_before_what_cannot(known, hidden):
    assert is_known(placement(known + hidden).os, Os.WINDOWS)


def test_a_runtime_class_is_not_known_from_the_template_alone():
    found = placement("runtimeClassName: windows-2019\n")
    assert isinstance(found.os, Unknown)
    assert found.os.reason.text == "the RuntimeClass of a pod is not in these files"
    assert place(found) == "runtimeClassName: windows-2019"
    assert found.cause == "its RuntimeClass"


# Sources: kubernetes.io, "Assigning Pods to Nodes" (nodeSelector and affinity must both hold);
# PodOS and PodSecurityContext, Kubernetes API (windowsOptions is refused with os.name linux).
@pytest.mark.parametrize(
    ("pod_spec", "places"),
    [
        (LINUX_SELECTOR + "os: {name: windows}\n", {"kubernetes.io/os: linux", "name: windows"}),
        (
            "nodeSelector: {beta.kubernetes.io/os: linux, kubernetes.io/os: windows}\n",
            {"beta.kubernetes.io/os: linux", "kubernetes.io/os: windows"},
        ),
        (
            LINUX_SELECTOR + affinity(os_term("In", "windows")),
            {"kubernetes.io/os: linux", '"windows"'},
        ),
        (
            "os: {name: linux}\nsecurityContext:\n  windowsOptions: {hostProcess: true}\n",
            {"name: linux", "windowsOptions"},
        ),
        (LINUX_SELECTOR + "nodeSelector2: 1\nos: {name: linux}\n", set()),
        # The kubelet of a Linux node takes no notice of windowsOptions.
        (LINUX_SELECTOR + "securityContext: {windowsOptions: {hostProcess: true}}\n", set()),
        (LINUX_SELECTOR + "os: {name: '${OS}'}\n", set()),
        ("", set()),
    ],
)
def test_what_contradicts_itself_is_a_conflict(pod_spec, places):
    found = placement(pod_spec)
    assert is_known(found.conflict, bool(places))
    assert {frame.span.text for frame in found.conflict.origin.frames} == places


def test_a_system_that_is_neither_is_no_windows():
    assert is_known(placement("nodeSelector: {kubernetes.io/os: plan9}\n").os, Os.EITHER)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{key: kubernetes.io/os}",
        "{operator: In, values: [windows]}",
        "{key: [a], operator: In}",
        "{key: '${KEY}', operator: In, values: [windows]}",
    ],
)
def test_a_requirement_that_is_incomplete_says_nothing(text):
    requirement = node_requirement_of(tree(text))
    assert isinstance(requirement, Unknown) or by_requirements([requirement]) is None
