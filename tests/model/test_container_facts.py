"""Which nodes can run the images of Windows containers."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.container_use import ContainerUse
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.facts import fact
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown, Value

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
iam: {withOIDC: true}
managedNodeGroups:
  - {name: linux, amiFamily: AmazonLinux2023}
"""
GROUP = "  - {name: g%s, amiFamily: WindowsServer%sCoreContainer}\n"
POD = """\
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  nodeSelector: {%s}
  containers: [{name: a, image: %s}]
  %s
"""
CLASS = """\
---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: own}
handler: %s
"""
WINDOWS = "kubernetes.io/os: windows"
BUILD = "kubernetes.io/os: windows, node.kubernetes.io/windows-build: %s"
AFFINITY = """\
affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms: [%s]
"""
TERM = "{matchExpressions: [{key: node.kubernetes.io/windows-build, operator: %s, values: [%s]}]}"


def linked(
    image: str = "shop:ltsc2019",
    selector: str = WINDOWS,
    more: str = "",
    years: tuple[int, ...] = (),
    after: str = "",
) -> Cluster:
    text = CLUSTER + "".join(GROUP % (year, year) for year in years)
    text += POD % (selector, image, more) + after
    (cluster,) = link(read_files([Input("a.yaml", text.encode)], "x:").reading.objects, NOTHING)
    return cluster


def plain(value: Value[object]) -> object:
    if isinstance(value, Unknown):
        return value.reason.text
    if isinstance(value.value, tuple):
        return [getattr(item, "title", item) for item in value.value]
    return value.value


def of(name: str, cluster: Cluster) -> object:
    return plain(fact("windows_container", cluster.windows_containers[0], cluster, name))


def test_only_containers_of_windows_workloads_are_there():
    assert linked(selector="kubernetes.io/os: linux").windows_containers == ()
    (found,) = linked().windows_containers
    assert isinstance(found, ContainerUse)
    assert found.title == "container 'a' of Pod web"
    assert found.span.text == "name: a"


@pytest.mark.parametrize(
    ("image", "build", "has_ami"),
    [
        ("shop:ltsc2019", 17763, True),
        ("shop:ltsc2016", 14393, False),
        ("shop:1", None, True),
        ("'${A}'", "a value is filled in by a template", "a value is filled in by a template"),
        ("null", "a container names no image", "a container names no image"),
    ],
)
def test_the_tag_tells_the_build(image, build, has_ami):
    cluster = linked(image)
    assert of("image_build", cluster) == build
    assert of("has_ami", cluster) == has_ami


@pytest.mark.parametrize(
    ("selector", "more", "asked"),
    [
        (WINDOWS, "", []),
        (BUILD % "10.0.20348", "", [20348]),
        (BUILD % "'${A}'", "", []),
        (BUILD % "none", "", []),
        (WINDOWS, AFFINITY % (TERM % ("In", "10.0.17763, 10.0.20348")), [17763, 20348]),
        (
            WINDOWS,
            AFFINITY % f"{TERM % ('In', '10.0.17763')}, {TERM % ('In', '10.0.20348')}",
            [17763, 20348],
        ),
        # A term that does not name builds leaves every build open.
        (WINDOWS, AFFINITY % f"{TERM % ('In', '10.0.17763')}, {TERM % ('Exists', '')}", []),
        (WINDOWS, AFFINITY % (TERM % ("NotIn", "10.0.17763")), []),
        (WINDOWS, AFFINITY % f"{TERM % ('In', '10.0.17763')}, '${{A}}'", []),
    ],
)
def test_builds_are_asked_for_by_label(selector, more, asked):
    assert of("asked_builds", linked(selector=selector, more=more)) == asked


@pytest.mark.parametrize(
    ("image", "build", "fits"),
    [
        ("shop:ltsc2019", "10.0.17763", True),
        ("shop:ltsc2019", "10.0.20348", False),
        ("shop:ltsc2022", "10.0.26100", True),
        ("shop:ltsc2025", "10.0.31000", True),
        ("shop:1", "10.0.20348", True),
    ],
)
def test_an_image_fits_a_build_that_may_run_it(image, build, fits):
    assert of("fits_asked_builds", linked(image, BUILD % build)) is fits


@pytest.mark.parametrize(
    ("years", "selector", "unfit", "has_fit"),
    [
        ((2019,), WINDOWS, [], True),
        ((2019, 2022), WINDOWS, ["node group 'g2022'"], True),
        ((2022,), WINDOWS, ["node group 'g2022'"], False),
        ((2019, 2022), BUILD % "10.0.17763", [], True),
        ((2019, 2022), f"{WINDOWS}, disk: ssd", [], True),
    ],
)
def test_groups_that_take_the_pods_must_be_of_the_image_s_build(years, selector, unfit, has_fit):
    cluster = linked(selector=selector, years=years)
    assert of("unfit_groups", cluster) == unfit
    assert of("has_fit_groups", cluster) is has_fit


def test_an_image_without_a_release_fits_every_group():
    cluster = linked("shop:1", years=(2019, 2022))
    assert of("unfit_groups", cluster) == []
    assert of("has_fit_groups", cluster) is True
    assert of("unfit_groups", linked("'${A}'")) == "a value is filled in by a template"


@pytest.mark.parametrize(
    ("more", "after", "answer"),
    [
        ("", "", True),
        ("runtimeClassName: own", CLASS % "runhcs-wcow-process", True),
        ("runtimeClassName: own", CLASS % "runhcs-wcow-hypervisor-17763", False),
        ("runtimeClassName: own", "", "the RuntimeClass of a pod is not in these files"),
        ("runtimeClassName: own", CLASS % "'${A}'", "a value is filled in by a template"),
        ("securityContext: {windowsOptions: {hostProcess: true}}", "", False),
        (
            "securityContext: {windowsOptions: {hostProcess: '${A}'}}",
            "",
            "a value is filled in by a template",
        ),
    ],
)
def test_host_processes_and_some_runtime_classes_share_no_kernel(more, after, answer):
    assert of("shares_kernel", linked(more=more, after=after)) == answer
