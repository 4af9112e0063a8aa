"""Whatever stands in place of a value, all is read without an error and placed somewhere."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eksnetlint.readers.terraform.kubernetes.reader import read_kubernetes_resources
from eksnetlint.readers.terraform.resource import Contents, Resource, Root
from eksnetlint.readers.terraform.types import Sensitive, TfObject, TfSet, TfValue
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Reason, Unknown, at

SOURCE = Source("main.tf", 'resource "x" "y" {\n  name = "value"\n  spec {\n  }\n}\n')
HIDDEN = Reason("hidden")

_META = {"name": "amazon-vpc-cni", "namespace": "kube-system", "labels": {"a": "b"}}
_POD = {
    "nodeSelector": {"kubernetes.io/os": "windows"},
    "os": {"name": "windows"},
    "hostNetwork": True,
    "containers": [{"image": "x", "securityContext": {"windowsOptions": {"hostProcess": True}}}],
    "affinity": {
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [
                    {
                        "matchExpressions": [
                            {"key": "kubernetes.io/os", "operator": "In", "values": ["windows"]}
                        ]
                    }
                ]
            }
        }
    },
}
_ROLES = "- rolearn: a\n  groups: [b, c]\n  username: '{{x}}'\n"
_MANIFESTS = [
    {"apiVersion": "v1", "kind": "Pod", "metadata": _META, "spec": _POD},
    {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": _META,
        "data": {"enable-windows-ipam": "true", "mapRoles": _ROLES},
    },
    {
        "apiVersion": "v1",
        "kind": "List",
        "items": [
            {"apiVersion": "v1", "kind": "Service", "metadata": _META, "spec": {"type": "x"}}
        ],
    },
    {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": _META,
        "spec": {
            "podSelector": {
                "matchLabels": {"a": "b"},
                "matchExpressions": [{"key": "a", "operator": "In", "values": ["b"]}],
            }
        },
    },
    {
        "apiVersion": "operator.tigera.io/v1",
        "kind": "Installation",
        "spec": {"serviceCIDRs": ["a"], "calicoNetwork": {"windowsDataplane": "HNS"}},
    },
    {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "spec": {"template": {"spec": {"requirements": [{"key": "kubernetes.io/os"}]}}},
    },
]
_TYPED = {
    "metadata": [_META],
    "data": {"enable-windows-ipam": "true", "mapRoles": _ROLES},
    "spec": [
        {
            "selector": [{"match_labels": {"a": "b"}}],
            "pod_selector": [{"match_expressions": [{"key": "a", "values": ["b"]}]}],
            "node_selector": {"kubernetes.io/os": "windows"},
            "container": [{"security_context": [{"windows_options": [{"host_process": True}]}]}],
            "template": [{"metadata": [_META], "spec": [{"container": [{"image": "x"}]}]}],
        }
    ],
}
_RELEASE = {
    "chart": "tigera-operator",
    "values": ["installation: {enabled: true, serviceCIDRs: [a]}", "a: &x [1]\nb: *x"],
    "set": [{"name": "installation.serviceCIDRs[1]", "value": "{a,b}", "type": "string"}],
    "set_list": [{"name": "installation.serviceCIDRs", "value": ["a"]}],
    "set_sensitive": [{"name": "a.b", "value": "c"}],
}
_RESOURCES: list[tuple[str, Any]] = [
    *(("kubernetes_manifest", {"manifest": manifest}) for manifest in _MANIFESTS),
    ("kubectl_manifest", {"yaml_body": "kind: List\napiVersion: v1\nitems: [{kind: Pod}]"}),
    *((f"kubernetes_{kind}", _TYPED) for kind in ("pod", "deployment_v1", "network_policy")),
    *((f"kubernetes_{kind}", _TYPED) for kind in ("config_map", "config_map_v1_data", "service")),
    ("helm_release", _RELEASE),
    ("helm_release", {**_RELEASE, "chart": "x/aws-vpc-cni"}),
    ("helm_release", {**_RELEASE, "chart": "karpenter"}),
]

_PLACES = [
    at(SOURCE.place(21, 35)),
    at(SOURCE.place(38, 48)),
    at(SOURCE.place(0, 0)),
    at(SOURCE.place(0, 51)),
]
places = st.sampled_from(_PLACES)
hidden = st.builds(Unknown, st.just(HIDDEN), places)
plain = st.sampled_from(
    [None, True, False, 3, "", "x", "a: b", "[1]", "a:\n- b: [", "{a,b}", "[0]"]
)


def _placed(content: st.SearchStrategy[Any]) -> st.SearchStrategy[TfValue]:
    return st.builds(Known, content, places) | hidden


odd = st.recursive(
    plain,
    lambda inner: (
        st.lists(_placed(inner), max_size=2).map(tuple)
        | st.lists(_placed(inner), max_size=2).map(lambda items: TfSet(tuple(items)))
        | st.dictionaries(st.sampled_from("ab"), _placed(inner), max_size=2).map(TfObject)
        | inner.map(Sensitive)
    ),
    max_leaves=3,
)


def value_of(content: Any) -> st.SearchStrategy[TfValue]:
    """What is written, of which here and there a part is something else."""
    made: st.SearchStrategy[Any] = st.just(content)
    if isinstance(content, dict):
        made = _object(content)
    elif isinstance(content, list):
        made = st.tuples(*map(value_of, content))
    written = st.builds(Known, made, places)
    return st.integers(0, 20).flatmap(lambda chance: _placed(odd) if chance == 0 else written)


def _object(content: dict[str, Any]) -> st.SearchStrategy[TfObject]:
    items = st.fixed_dictionaries({key: value_of(item) for key, item in content.items()})
    return st.builds(TfObject, items, st.sampled_from([None, None, None, None, HIDDEN]))


def _contents(content: dict[str, Any]) -> st.SearchStrategy[Contents]:
    attributes = st.fixed_dictionaries({key: value_of(item) for key, item in content.items()})
    return st.builds(Contents, st.just(SOURCE.place(0, 51)), attributes)


resources = st.sampled_from(_RESOURCES).flatmap(
    lambda item: st.tuples(st.just(item[0]), _contents(item[1]))
)


@settings(max_examples=40, deadline=None)
@given(resources, st.sampled_from([Known(True), Known(True), Unknown(HIDDEN)]))
def test_any_values_are_read(written, exists):
    kind, contents = written
    span = SOURCE.place(0, 16)
    resource = Resource(f"{kind}.y", kind, "y", span, contents, exists=exists)
    for item in read_kubernetes_resources(Root("", "main", span, (resource,))).objects:
        assert item.span.path == "main.tf"
        assert 0 <= item.span.start <= item.span.end <= len(SOURCE.text)
