"""Which parts of policy rules Calico leaves out on Windows."""

from __future__ import annotations

import pytest

from eksnetlint.model.policy import NetworkPolicy
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known


def the(api: str, kind: str, spec: str) -> NetworkPolicy:
    text = f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: p, namespace: n}}\nspec: {spec}\n"
    objects = read_files([Input("a.yaml", text.encode)], "mark").reading.objects
    (found,) = (item for item in objects if isinstance(item, NetworkPolicy))
    return found


def skipped(policy: NetworkPolicy) -> list[str]:
    assert isinstance(policy.skipped_on_windows, Known)
    parts = policy.skipped_on_windows.value
    assert [part.span for part in parts] == [
        frame.span for frame in policy.skipped_on_windows.origin.frames
    ]
    return [part.title for part in parts]


# projectcalico/calico, felix/dataplane/windows/policysets/policysets.go.
@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("ingress: [{ports: [{port: http}]}]", ["the named port 'http'"]),
        ("egress: [{ports: [{port: 80}, {port: dns}]}]", ["the named port 'dns'"]),
        ("ingress: [{ports: [{port: '8080'}, {port: 80, endPort: 90}, {}]}]", []),
        ("ingress: [{ports: [{port: '${PORT}'}]}]", []),
        (
            "egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]",
            ["an ipBlock with except"],
        ),
        ("egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: []}}]}]", []),
        ("egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: '${X}'}}]}]", []),
        ("egress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]", []),
        ("ingress: [{from: [{podSelector: {}}]}]", []),
        ("ingress: '${RULES}'", []),
    ],
)
def test_the_parts_of_kubernetes_policies(rules, expected):
    policy = the("networking.k8s.io/v1", "NetworkPolicy", f"{{podSelector: {{}}, {rules}}}")
    assert skipped(policy) == expected


@pytest.mark.parametrize(
    ("rule", "in_namespace", "everywhere"),
    [
        ("source: {notNets: [10.0.0.0/8]}", ["notNets"], ["notNets"]),
        ("destination: {notPorts: [80]}", ["notPorts"], ["notPorts"]),
        ("notProtocol: TCP", ["notProtocol"], ["notProtocol"]),
        ("notICMP: {type: 8}", ["notICMP"], ["notICMP"]),
        ("protocol: ICMP, icmp: {type: 0}", ["an ICMP type or code"], ["an ICMP type or code"]),
        ("protocol: ICMP, icmp: {}", [], []),
        ("protocol: ICMP", [], []),
        ("source: {notSelector: a == 'b'}", [], ["notSelector alone"]),
        ("source: {selector: all(), notSelector: a == 'b'}", [], []),
        ("source: {namespaceSelector: all(), notSelector: a == 'b'}", [], []),
        ("source: {notSelector: ''}", [], []),
        ("destination: {ports: [80, '80:90', http]}", *[["the named port 'http'"]] * 2),
        ("destination: {ports: ['${PORT}'], notPorts: []}", [], []),
    ],
)
def test_the_parts_of_calico_policies(rule, in_namespace, everywhere):
    spec = f"{{ingress: [{{action: Allow, {rule}}}]}}"
    assert skipped(the("projectcalico.org/v3", "NetworkPolicy", spec)) == in_namespace
    assert skipped(the("projectcalico.org/v3", "GlobalNetworkPolicy", spec)) == everywhere


def test_a_rule_that_only_logs_changes_no_traffic():
    spec = "{egress: [{action: Log}]}"
    assert skipped(the("projectcalico.org/v3", "NetworkPolicy", spec)) == []


def test_a_part_is_told_with_its_place():
    policy = the(
        "projectcalico.org/v3",
        "GlobalNetworkPolicy",
        "\n  egress:\n  - action: Deny\n    destination:\n      notNets:\n      - 10.0.0.0/8",
    )
    assert isinstance(policy.skipped_on_windows, Known)
    (part,) = policy.skipped_on_windows.value
    assert part.span.text == "notNets"
    assert part.span.first.line == 8
