"""Names of the provider as names of the manifest."""

import pytest

from eksnetlint.model.node_group import Os
from eksnetlint.model.workload import Workload
from eksnetlint.readers.terraform.kubernetes.blocks import manifest_name
from eksnetlint.readers.terraform.kubernetes.reader import read_kubernetes_resources
from eksnetlint.readers.terraform.resource import Contents, Resource, Root
from eksnetlint.readers.terraform.types import TfObject, TfValue
from eksnetlint.source.text import Source
from eksnetlint.values import Known, is_known

PLACE = Source("plan.json", "{}").place(0, 2)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("node_selector", "nodeSelector"),
        ("cluster_ip", "clusterIP"),
        ("run_as_username", "runAsUserName"),
        (
            "required_during_scheduling_ignored_during_execution",
            "requiredDuringSchedulingIgnoredDuringExecution",
        ),
        ("spec", "spec"),
    ],
)
def test_a_name_is_that_of_the_manifest(name: str, wanted: str):
    assert manifest_name(name) == wanted


def _listed(**items: object) -> TfValue:
    """One block as plans have it: a list with an object in it."""
    values = {
        name: item if isinstance(item, Known) else Known(item) for name, item in items.items()
    }
    return Known((Known(TfObject(values)),))


def test_blocks_that_a_plan_has_as_lists_are_read():
    selector = Known(TfObject({"kubernetes.io/os": Known("windows")}))
    template = _listed(
        spec=_listed(
            node_selector=selector,
            security_context=Known(()),
            container=_listed(name="orders"),
            init_container=Known(()),
        )
    )
    attributes = {"metadata": _listed(name="orders"), "spec": _listed(template=template)}
    contents = Contents(PLACE, attributes)
    resource = Resource("kubernetes_deployment.x", "kubernetes_deployment", "x", PLACE, contents)
    (workload,) = read_kubernetes_resources(Root("", "plan", PLACE, (resource,))).objects
    assert isinstance(workload, Workload)
    assert is_known(workload.os, Os.WINDOWS)
    assert is_known(workload.host_process, False)
