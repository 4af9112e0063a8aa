"""What policies do to incoming and outgoing traffic; each table names the document it is from."""

from __future__ import annotations

import pytest

from eksnetlint.model.policy import Effect, NetworkPolicy
from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Unknown, Value, is_known

ALONE, DENIED, ALLOWED, RULED = Effect


def policy(spec: str, kind: str = "networking.k8s.io/v1 NetworkPolicy") -> NetworkPolicy:
    api_version, name = kind.split()
    text = f"apiVersion: {api_version}\nkind: {name}\nmetadata: {{name: p}}\nspec: {spec}\n"
    (document,) = documents(Source("policy.yaml", text))
    (found,) = (
        item for item in read_kubernetes(document).objects if isinstance(item, NetworkPolicy)
    )
    return found


def written(value: Value[Effect]) -> str:
    assert value.origin.span is not None
    return value.origin.span.text


# Kubernetes documentation, "Network Policies", default policies and the examples before them.
@pytest.mark.parametrize(
    ("spec", "ingress", "egress"),
    [
        ("{podSelector: {}, policyTypes: [Ingress]}", DENIED, ALONE),
        ("{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}", ALLOWED, ALONE),
        ("{podSelector: {}, policyTypes: [Egress]}", ALONE, DENIED),
        ("{podSelector: {}, policyTypes: [Egress], egress: [{}]}", ALONE, ALLOWED),
        ("{podSelector: {}, policyTypes: [Ingress, Egress]}", DENIED, DENIED),
        ("{policyTypes: [Ingress, Egress], ingress: [{ports: [{port: 80}]}]}", RULED, DENIED),
    ],
)
def test_the_default_policies_of_the_kubernetes_documentation(spec, ingress, egress):
    found = policy(spec)
    assert is_known(found.ingress, ingress)
    assert is_known(found.egress, egress)


# Kubernetes API reference, NetworkPolicySpec.policyTypes; pkg/apis/networking/v1/defaults.go.
@pytest.mark.parametrize(
    ("spec", "ingress", "egress"),
    [
        ("{}", DENIED, ALONE),
        ("", DENIED, ALONE),
        ("{policyTypes: []}", DENIED, ALONE),
        ("{policyTypes: null, egress: [{}]}", DENIED, ALLOWED),
        ("{egress: [{ports: [{port: 53}]}]}", DENIED, RULED),
        # An empty list of rules does not make a policy one for outgoing traffic.
        ("{egress: []}", DENIED, ALONE),
        ("{ingress: [{from: [{podSelector: {}}]}]}", RULED, ALONE),
        # The rules of a direction that is not among the types are without effect.
        ("{policyTypes: [Ingress], egress: [{ports: [{port: 53}]}]}", DENIED, ALONE),
        ("{policyTypes: [Egress], ingress: [{from: [{podSelector: {}}]}]}", ALONE, DENIED),
    ],
)
def test_policy_types_have_defaults(spec, ingress, egress):
    found = policy(spec)
    assert is_known(found.ingress, ingress)
    assert is_known(found.egress, egress)


# Kubernetes API reference, NetworkPolicyIngressRule: empty or missing means all.
@pytest.mark.parametrize(
    ("rules", "effect"),
    [
        ("[{from: []}]", ALLOWED),
        ("[{from: [], ports: []}]", ALLOWED),
        ("[{from: null}]", ALLOWED),
        ("[null]", ALLOWED),
        ("[{from: [{podSelector: {}}]}, {}]", ALLOWED),
        ("[{ports: [{port: 80}]}]", RULED),
        ("[{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]", RULED),
        ("[]", DENIED),
        ("null", DENIED),
    ],
)
def test_a_rule_without_peers_and_ports_lets_everything_through(rules, effect):
    assert is_known(policy(f"{{ingress: {rules}}}").ingress, effect)


@pytest.mark.parametrize(
    "spec",
    [
        "'{{ .spec }}'",
        "{policyTypes: '{{ .types }}'}",
        "{policyTypes: ['{{ .type }}']}",
        "{policyTypes: Ingress}",
        "{policyTypes: [ingress]}",
        "{ingress: '{{ .rules }}'}",
        "{ingress: ['{{ .rule }}']}",
        "{ingress: [{from: '{{ .peers }}'}]}",
        "{ingress: {from: []}}",
        "{ingress: [{from: {podSelector: {}}}]}",
        # What the API does not know is dropped or refused: not guessed at.
        "{ingress: [{form: [{podSelector: {}}]}]}",
    ],
)
def test_what_cannot_be_read_stays_unknown(spec):
    assert isinstance(policy(spec).ingress, Unknown)


def test_a_template_in_one_direction_leaves_the_other_known():
    found = policy("{policyTypes: [Ingress, Egress], egress: '${RULES}'}")
    assert is_known(found.ingress, DENIED)
    assert isinstance(found.egress, Unknown)


def test_a_hidden_list_may_make_a_policy_one_for_outgoing_traffic():
    assert isinstance(policy("{egress: '{{ .rules }}'}").egress, Unknown)


def test_an_effect_points_at_what_decides_it():
    found = policy(
        "\n  policyTypes: [Ingress, Egress]\n  ingress:\n  - {from: [{podSelector: {}}]}"
    )
    assert written(found.ingress) == "ingress"
    assert written(found.egress) == "name: p"
    assert not found.egress.is_set
    found = policy("\n  ingress:\n  - {}\n  policyTypes: [Ingress]")
    assert written(found.ingress) == "{}"
    assert written(found.egress) == "[Ingress]"


# Calico documentation, "Network policy" and "Global network policy": types, rules, host endpoints.
@pytest.mark.parametrize(
    ("spec", "ingress", "egress"),
    [
        ("{selector: all()}", DENIED, ALONE),
        ("{selector: all(), ingress: [{action: Allow}]}", ALLOWED, ALONE),
        ("{selector: all(), egress: [{action: Allow}]}", ALONE, ALLOWED),
        ("{ingress: [{action: Deny}], egress: [{action: Allow}]}", DENIED, ALLOWED),
        ("{types: [Ingress, Egress]}", DENIED, DENIED),
        ("{types: [Ingress], egress: [{action: Allow}]}", DENIED, ALONE),
        ("{ingress: [{action: Log}, {action: Allow}]}", ALLOWED, ALONE),
        ("{ingress: [{action: Pass}]}", RULED, ALONE),
        ("{ingress: [{action: Allow, protocol: TCP}, {action: Allow}]}", RULED, ALONE),
        ("{ingress: [{action: Allow, metadata: {annotations: {a: b}}}]}", ALLOWED, ALONE),
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        "projectcalico.org/v3 NetworkPolicy",
        "crd.projectcalico.org/v1 GlobalNetworkPolicy",
        "projectcalico.org/v3 StagedGlobalNetworkPolicy",
    ],
)
def test_directions_of_calico_policies(kind, spec, ingress, egress):
    found = policy(spec, kind)
    assert is_known(found.ingress, ingress)
    assert is_known(found.egress, egress)


def test_order_and_tier_of_calico_are_told():
    found = policy("{tier: security, order: 10.5}", "projectcalico.org/v3 GlobalNetworkPolicy")
    assert is_known(found.tier, "security")
    assert is_known(found.order, "10.5")
    assert is_known(policy("{}", "projectcalico.org/v3 NetworkPolicy").tier, None)
    assert is_known(policy("{}").order, None)


@pytest.mark.parametrize("flag", ["doNotTrack", "preDNAT"])
def test_some_calico_policies_are_for_host_endpoints_alone(flag):
    kind = "projectcalico.org/v3 GlobalNetworkPolicy"
    spec = f"{{{flag}: true, applyOnForward: true}}"
    assert is_known(policy(spec, kind).is_for_hosts, True)
    assert is_known(policy("{applyOnForward: true}", kind).is_for_hosts, False)
    assert isinstance(policy(f"{{{flag}: '${{X}}'}}", kind).is_for_hosts, Unknown)


# Cilium documentation, "Layer 3 Examples"; network-policy-api, AdminNetworkPolicySpec; AWS,
# amazon-network-policy-controller-k8s, CRD of ApplicationNetworkPolicy.
@pytest.mark.parametrize(
    ("kind", "spec", "ingress", "egress"),
    [
        ("cilium.io/v2 CiliumNetworkPolicy", "{ingress: [{fromEndpoints: [{}]}]}", RULED, ALONE),
        ("cilium.io/v2 CiliumNetworkPolicy", "{egressDeny: [{toCIDR: [0.0.0.0/0]}]}", ALONE, RULED),
        ("cilium.io/v2 CiliumClusterwideNetworkPolicy", "{}", ALONE, ALONE),
        ("policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy", "{egress: [{}]}", ALONE, RULED),
        ("networking.k8s.aws/v1alpha1 ApplicationNetworkPolicy", "{egress: [{}]}", DENIED, ALLOWED),
    ],
)
def test_directions_of_other_kinds(kind, spec, ingress, egress):
    found = policy(spec, kind)
    assert is_known(found.ingress, ingress)
    assert is_known(found.egress, egress)


def test_a_cilium_policy_with_several_specs_is_not_evaluated():
    text = (
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p}\n"
        "specs: [{endpointSelector: {}}]\n"
    )
    (document,) = documents(Source("policy.yaml", text))
    (found,) = read_kubernetes(document).objects
    assert isinstance(found, NetworkPolicy)
    assert isinstance(found.ingress, Unknown)
