"""What kustomizations say about the files they name."""

from __future__ import annotations

from functools import partial

import pytest

from eksnetlint.model.cni import CniConfiguration
from eksnetlint.model.workload import Workload
from eksnetlint.readers.files import Files, Input, read_files
from eksnetlint.values import Unknown, Value, is_known

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web%s}
spec: {containers: [{name: a}]}
"""
PLAIN = POD % ""
PLACED = POD % ", namespace: written"


def files(**texts: str) -> Files:
    """Read files given by path, with "/" for "__" and ".yaml" added."""
    inputs = []
    for name, text in texts.items():
        path = name.replace("__", "/") + ("" if name.endswith("Kustomization") else ".yaml")
        inputs.append(Input(path, partial(text.encode, "utf-8")))
    return read_files(inputs, "eksnetlint:")


def namespace(found: Files, path: str = "base/pod.yaml") -> Value[str]:
    (workload,) = (
        item
        for item in found.reading.objects
        if isinstance(item, Workload) and item.span.path == path
    )
    return workload.namespace


def paths(found: Files) -> list[str]:
    return sorted(item.span.path for item in found.reading.objects if isinstance(item, Workload))


@pytest.mark.parametrize(
    "kustomization",
    [
        "patches:\n  - path: patch.yaml\n    target: {kind: Pod}",
        "patches:\n  - patch: |-\n      - op: remove\n        path: /spec\n  - path: ./patch.yaml",
        "patchesStrategicMerge: [patch.yaml]",
        "patchesStrategicMerge:\n  - |\n    kind: Pod\n  - patch.yaml",
        "patchesJson6902: [{target: {kind: Pod}, path: patch.yaml}]",
    ],
)
@pytest.mark.parametrize("name", ["base__kustomization", "base__Kustomization"])
def test_patches_are_no_objects(name, kustomization):
    found = files(base__patch=PLAIN, base__pod=PLAIN, **{name: kustomization})
    assert paths(found) == ["base/pod.yaml"]
    assert found.skipped == {"kustomize patches": 1}
    assert found.read == 2


def test_a_patch_may_lie_in_another_folder():
    found = files(
        a__b__kustomization="patches: [{path: ../patches/cpu.yaml}]", a__patches__cpu=PLAIN
    )
    assert paths(found) == []


@pytest.mark.parametrize(
    "kustomization",
    [
        "",
        "patches:",
        "patches: text",
        "patches: [text, {target: {}}, {path: [a]}]",
        "- a",
        "a: [",
        "{{ x }}",
    ],
)
def test_a_kustomization_without_patches_leaves_files_as_they_are(kustomization):
    assert paths(files(kustomization=kustomization, pod=PLAIN)) == ["pod.yaml"]


def test_its_namespace_applies_to_its_resources_only():
    found = files(
        base__kustomization="namespace: shop\nresources: [pod.yaml]",
        base__pod=PLAIN,
        base__other=PLAIN,
        base__placed=PLACED,
    )
    assert is_known(namespace(found), "shop")
    assert isinstance(namespace(found, "base/other.yaml"), Unknown)
    assert is_known(namespace(found, "base/placed.yaml"), "written")


def test_its_namespace_replaces_the_written_one():
    found = files(base__kustomization="namespace: shop\nresources: [pod.yaml]", base__pod=PLACED)
    assert is_known(namespace(found), "shop")


def test_a_namespace_is_placed_in_the_kustomization():
    found = files(base__kustomization="namespace: shop\nresources: [pod.yaml]", base__pod=PLAIN)
    span = namespace(found).origin.span
    assert span is not None
    assert (span.path, span.text) == ("base/kustomization.yaml", "namespace: shop")


@pytest.mark.parametrize("key", ["resources", "bases", "components"])
@pytest.mark.parametrize("folder", ["../../base", "../../base/", ".././../base"])
def test_its_namespace_reaches_other_kustomizations(key, folder):
    found = files(
        base__kustomization="resources: [pod.yaml]",
        base__pod=PLAIN,
        overlays__prod__kustomization=f"namespace: prod\n{key}: [{folder}]",
    )
    assert is_known(namespace(found), "prod")


def test_a_base_may_be_the_root_itself():
    found = files(
        kustomization="resources: [pod.yaml]",
        pod=PLAIN,
        prod__kustomization="namespace: prod\nresources: [../]",
    )
    assert is_known(namespace(found, "pod.yaml"), "prod")


def test_its_namespace_reaches_through_several():
    found = files(
        base__kustomization="resources: [pod.yaml]",
        base__pod=PLAIN,
        middle__kustomization="resources: [../base]",
        top__kustomization="namespace: top\nresources: [../middle]",
    )
    assert is_known(namespace(found), "top")


def test_overlays_that_agree_leave_no_doubt():
    found = files(
        base__kustomization="resources: [pod.yaml]",
        base__pod=PLAIN,
        a__kustomization="namespace: shop\nresources: [../base]",
        b__kustomization="namespace: shop\nresources: [../base]",
    )
    assert is_known(namespace(found), "shop")


@pytest.mark.parametrize("other", ["staging", "${NAMESPACE}", "{{ .namespace }}"])
@pytest.mark.parametrize("first", ["a", "z"])
def test_overlays_that_differ_leave_it_unknown(first, other):
    found = files(
        base__kustomization="resources: [pod.yaml]",
        base__pod=PLACED,
        **{f"{first}__kustomization": "namespace: prod\nresources: [../base]"},
        k__kustomization=f"namespace: {other}\nresources: [../base]",
    )
    value = namespace(found)
    assert isinstance(value, Unknown)
    assert value.reason.text == "overlays put a manifest into different namespaces"


def test_a_templated_namespace_is_unknown():
    found = files(base__kustomization="namespace: ${NS}\nresources: [pod.yaml]", base__pod=PLACED)
    value = namespace(found)
    assert isinstance(value, Unknown)
    assert value.reason.text == "a value is filled in by a template"


@pytest.mark.parametrize("text", ["namespace:", "namespace: ''", "namePrefix: a-"])
def test_without_a_namespace_the_written_one_stays(text):
    found = files(base__kustomization=f"{text}\nresources: [pod.yaml]", base__pod=PLACED)
    assert is_known(namespace(found), "written")


def test_remote_resources_and_inline_ones_are_no_files():
    found = files(
        base__kustomization=(
            "namespace: shop\nresources: ['https://example.com/pod.yaml', \"a\\nb\", [c], pod.yaml]"
        ),
        base__pod=PLAIN,
    )
    assert is_known(namespace(found), "shop")


def test_a_circle_of_kustomizations_ends():
    # Each names the other often: without a memory this would take for ever.
    found = files(
        a__kustomization="namespace: shop\nresources: [../b, ../b/, ../b/., ../b/../b, pod.yaml]",
        b__kustomization="resources: [../a, ../a/, ../a/., ../a/../a]",
        a__pod=PLAIN,
    )
    assert is_known(namespace(found, "a/pod.yaml"), "shop")


@pytest.mark.parametrize(
    ("kustomization", "is_patched"),
    [
        ("resources: [pod.yaml]", False),
        ("resources: [pod.yaml]\nimages: [{name: a, newTag: b}]", False),
        ("resources: [pod.yaml]\npatches: [{patch: '[]', target: {kind: Pod}}]", True),
        ("resources: [pod.yaml]\npatchesStrategicMerge: [other.yaml]", True),
        ("resources: [pod.yaml]\ncomponents: [../more]", True),
        ("patches: [{path: other.yaml}]", False),
    ],
)
def test_a_file_is_patched_where_a_kustomization_with_patches_has_it(kustomization, is_patched):
    found = files(base__kustomization=kustomization, base__pod=PLAIN)
    (workload,) = (item for item in found.reading.objects if isinstance(item, Workload))
    assert workload.is_patched is is_patched


def test_an_overlay_patches_the_files_of_its_base():
    found = files(
        base__kustomization="resources: [pod.yaml]",
        base__pod=PLAIN,
        top__kustomization="resources: [../base]\npatches: [{path: other.yaml}]",
    )
    (workload,) = (item for item in found.reading.objects if isinstance(item, Workload))
    assert workload.is_patched


def test_a_patch_may_switch_on_what_a_config_map_leaves_off():
    found = files(
        base__kustomization="resources: [cni.yaml]\npatches: [{path: other.yaml}]",
        base__cni=(
            "apiVersion: v1\nkind: ConfigMap\n"
            "metadata: {name: amazon-vpc-cni, namespace: kube-system}\n"
            'data: {enable-windows-ipam: "false", enable-windows-prefix-delegation: "true"}\n'
        ),
    )
    (item,) = (one for one in found.reading.objects if isinstance(one, CniConfiguration))
    assert isinstance(item.flag("enable-windows-ipam"), Unknown)
    assert is_known(item.flag("enable-windows-prefix-delegation"), True)
