"""What is wrong with the shape of Kubernetes objects: misspelt fields, values of the wrong type."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.readers.reading import Flaw
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "kubernetes.schema.json").read_text(encoding="utf-8"))

POLICY = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n"
GROUPS = (
    "apiVersion: vpcresources.k8s.aws/v1beta1\nkind: SecurityGroupPolicy\nmetadata: {name: p}\n"
)
CALICO = "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: p}\n"
INSTALLATION = "apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata: {name: default}\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amazon-vpc-cni}\n"
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
CRON_JOB = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: web}\n"


def flaws(text: str) -> list[Flaw]:
    found: list[Flaw] = []
    for document in documents(Source("a.yaml", text)):
        found += read_kubernetes(document).flaws
    return sorted(found, key=lambda flaw: flaw.span.order)


def flaw(text: str) -> Flaw:
    (found,) = flaws(text)
    return found


def pods(spec: str) -> str:
    return f"{DEPLOYMENT}spec: {{template: {{spec: {{containers: [{{name: a}}], {spec}}}}}}}\n"


# A misspelt field, the field that was meant, and what the object means as it is written.
@pytest.mark.parametrize(
    ("text", "key", "meant", "without"),
    [
        (
            POLICY + "spec: {podselector: {matchLabels: {app: web}}}",
            "podselector",
            "podSelector",
            "selects every pod of its namespace",
        ),
        (
            POLICY + "spec: {podSelector: {matchLabel: {app: web}}}",
            "matchLabel",
            "matchLabels",
            "asks for no label",
        ),
        (
            POLICY + "spec: {podSelector: {}, policyType: [Egress]}",
            "policyType",
            "policyTypes",
            "restricts incoming traffic",
        ),
        (POLICY + "spec: {ingres: [{}]}", "ingres", "ingress", "lets none in"),
        (POLICY + "spec: {ingress: [{form: []}]}", "form", "from", "lets everybody in"),
        (POLICY + "spec: {ingress: [{port: [{port: 80}]}]}", "port", "ports", "every port"),
        (POLICY + "spec: {egress: [{ports: [{protocl: UDP}]}]}", "protocl", "protocol", "TCP"),
        (
            POLICY + "spec: {ingress: [{from: [{namespaceSelecter: {}}]}]}",
            "namespaceSelecter",
            "namespaceSelector",
            "not narrowed down by namespace",
        ),
        (
            GROUPS + "spec: {podSelectors: {matchLabels: {a: b}}}",
            "podSelectors",
            "podSelector",
            "no pod is selected by its labels",
        ),
        (
            GROUPS + "spec: {securityGroups: {groupIDs: [sg-1]}}",
            "groupIDs",
            "groupIds",
            "no security group",
        ),
        (CALICO + "spec: {selectors: all()}", "selectors", "selector", "selects every pod"),
        (CALICO + "spec: {type: [Egress]}", "type", "types", "directions it has rules for"),
        (
            CALICO + "spec: {ingress: [{action: Allow, souce: {selector: all()}}]}",
            "souce",
            "source",
            "from everywhere",
        ),
        (
            INSTALLATION + "spec: {calicoNetwork: {windowsDataPlane: HNS}}",
            "windowsDataPlane",
            "windowsDataplane",
            "stays disabled",
        ),
        (
            INSTALLATION + "spec: {serviceCidrs: [10.0.0.0/16]}",
            "serviceCidrs",
            "serviceCIDRs",
            "needs on Windows",
        ),
        (
            SERVICE + "spec: {externaltrafficPolicy: Local}",
            "externaltrafficPolicy",
            "externalTrafficPolicy",
            "pods on every node",
        ),
        (SERVICE + "spec: {selectr: {app: web}}", "selectr", "selector", "no pods behind it"),
        (pods("nodeselector: {a: b}"), "nodeselector", "nodeSelector", "not bound to nodes"),
        (pods("hostnetwork: true"), "hostnetwork", "hostNetwork", "addresses of their own"),
        (
            pods("securityContext: {windowsOption: {hostProcess: true}}"),
            "windowsOption",
            "windowsOptions",
            "for Windows",
        ),
        (
            CRON_JOB + "spec: {jobTemplate: {spec: {template: {spec: {toleration: [], "
            "containers: [{name: a}]}}}}}",
            "toleration",
            "tolerations",
            "taints",
        ),
        (
            "apiVersion: v1\nkind: Service\nmetadata: {name: a, lables: {a: b}}\n",
            "lables",
            "labels",
            "no labels",
        ),
    ],
)
def test_a_misspelt_field_and_what_the_object_means_without_it(text, key, meant, without):
    found = flaw(text)
    assert found.rule == "misspelt-field"
    assert found.span.text == key
    assert f"has no field '{key}'; did you mean '{meant}'?" in found.message
    assert "kubectl refuses the object" in found.message
    assert without in found.message


def test_the_owner_of_the_field_is_named():
    assert flaw(POLICY + "spec: {podselector: {}}").message.startswith("'spec' has no field")
    assert flaw(POLICY + "Spec: {}").message.startswith("the NetworkPolicy has no field 'Spec'")


def test_where_the_right_field_is_there_too_nothing_is_lost():
    found = flaw(POLICY + "spec: {podSelector: {}, podselector: {}}")
    assert found.message.endswith("the field is dropped")


def test_labels_directly_under_a_selector_are_no_labels_of_it():
    found = flaw(POLICY + "spec: {podSelector: {app: web}}")
    assert found.span.text == "app"
    assert "labels go under 'matchLabels'" in found.message
    assert "an empty selector selects everything" in found.message
    found = flaw(POLICY + "spec: {podSelector: {matchLabels: {a: b}, tier: web}}")
    assert "selects everything" not in found.message


def test_a_missing_indentation_is_not_taken_for_a_slip():
    text = POLICY + "spec: {podSelector: {}}\npodSelector: {}\npolicyTypes: []\n"
    assert flaws(text) == []


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        (POLICY + "spec: {policyTypes: Ingress}", "'policyTypes'", "a list"),
        (POLICY + "spec: {ingress: {from: []}}", "'ingress'", "a list"),
        (POLICY + "spec: {ingress: [{from: {podSelector: {}}}]}", "'from'", "a list"),
        (POLICY + "spec: {podSelector: {matchLabels: {a: true}}}", "'a'", "a string"),
        (POLICY + "spec: {podSelector: {matchLabels: {a: 1.10}}}", "'a'", "a string"),
        (POLICY + "spec: {podSelector: {matchLabels: [a]}}", "'matchLabels'", "a mapping"),
        (POLICY + "spec: {podSelector: web}", "'podSelector'", "a mapping"),
        (
            POLICY + "spec: {podSelector: {matchExpressions: [{key: a, values: [1]}]}}",
            "each of 'values'",
            "a string",
        ),
        (GROUPS + "spec: {securityGroups: {groupIds: sg-1}}", "'groupIds'", "a list"),
        (CALICO + "spec: {selector: {app: web}}", "'selector'", "a string"),
        (CALICO + "spec: {doNotTrack: 'true'}", "'doNotTrack'", "true or false"),
        (INSTALLATION + "spec: {serviceCIDRs: 10.0.0.0/16}", "'serviceCIDRs'", "a list"),
        (CONFIG_MAP + "data: {enable-windows-ipam: true}", "'enable-windows-ipam'", "a string"),
        (pods("nodeSelector: {gpu: false}"), "'gpu'", "a string"),
    ],
)
def test_a_value_of_the_wrong_type(text, field, wanted):
    found = flaw(text)
    assert found.rule == "wrong-type"
    assert found.message.startswith(f"{field} must be {wanted}, and this is ")
    assert found.message.endswith("; the API server refuses the object")


def test_a_wrong_type_is_shown_where_it_stands():
    found = flaw(CONFIG_MAP + "data:\n  enable-windows-ipam: true\n")
    assert found.span.text == "enable-windows-ipam: true"
    assert "the boolean 'true' (quote it)" in found.message


@pytest.mark.parametrize(
    "text",
    [
        # Filled in later.
        POLICY + "spec: {podSelector: '{{ .selector }}', '{{ .key }}': 1, policyTypes: ${TYPES}}",
        POLICY + "spec: {podSelector: {matchLabels: {a: '${A}', b: '{{ .b }}'}}}",
        POLICY + "spec: {podSelector: {'{{ .key }}': a}}",
        # Absent is absent, however it is written.
        POLICY + "spec: {podSelector: null, policyTypes: ~, ingress: }",
        # What a cluster adds when it is asked for the object.
        POLICY + "status: {conditions: []}\nspec: {}",
        "apiVersion: v1\nkind: Service\nmetadata: {name: a, managedFields: [{manager: kubectl}], "
        "generation: 2, creationTimestamp: null}\nspec: {type: ClusterIP}",
        # A newer field that resembles none.
        POLICY + "spec: {fieldOfTomorrow: 1}",
        SERVICE + "spec: {trafficDistribution: PreferSameZone, x-selectors: a}",
        # Kinds and versions whose fields are not known.
        "apiVersion: networking.k8s.io/v2\nkind: NetworkPolicy\nspec: {podselector: {}}",
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nspec: {endpointselector: {}}",
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {template: {spec: "
        "{containers: [{name: a}], nodeselector: {a: b}}}}",
        # Not what the network depends on.
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\ndata: {a: true}",
        POLICY + "spec: {ingress: [{ports: [{port: http}, {port: 80, endPort: 90}]}]}",
        CALICO + "spec: {order: 10, egress: [{action: Deny, destination: {ports: ['1:9', 80]}}]}",
    ],
)
def test_what_may_be_right_is_passed_over(text):
    assert flaws(text) == []


def test_the_items_of_a_list_are_looked_at_too():
    text = (
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\n"
        "items: [{metadata: {name: p}, spec: {podselector: {}}}]\n"
    )
    assert flaw(text).span.text == "podselector"


# The schema itself


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (POLICY + "spec: {podSelector: {}, policyTypes: [Ingress]}", None),
        (POLICY + "spec: {policyTypes: Ingress}", "$.spec.policyTypes"),
        (CALICO + "spec: {selector: all(), order: 1}", None),
        ("apiVersion: example.com/v1\nkind: Thing\nspec: 1", None),
    ],
)
def test_other_tools_can_use_the_schema(text, place):
    found = list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(yaml.safe_load(text)))
    assert [error.json_path for error in found] == ([place] if place else [])
