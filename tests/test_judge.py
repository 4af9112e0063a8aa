"""Verdicts: silent, passed, failed or open, and where each points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eksnetlint.finding import Finding
from eksnetlint.judge import Judgement, judge
from eksnetlint.model.declared import declarations
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.rule import Confidence, Rule, Severity
from eksnetlint.rulebook import find, load_rules
from eksnetlint.source.text import Source
from eksnetlint.values import Frame, Known, Origin

CLUSTER = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: shop
  region: eu-west-1
  version: "1.31"
nodeGroups:
  - name: linux
    instanceType: m5.large
  - name: windows
    amiFamily: WindowsServer2022CoreContainer
    instanceType: m5.large
    maxPodsPerNode: 20
"""
APP = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    metadata:
      labels: {app: web}
    spec:
      nodeSelector:
        kubernetes.io/os: windows
      containers:
        - name: web
"""
POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
  namespace: shop
spec:
  podSelector: {}
"""
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: amazon-vpc-cni
  namespace: kube-system
data:
  enable-windows-ipam: "false"
"""

Make = Callable[..., Rule]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def rule(subject: str = "node_group", **parts: object) -> Rule:
        """A rule from its document; parts are texts of YAML by key."""
        fields: dict[str, object] = {
            "id": "our-rule",
            "title": "Too many pods",
            "severity": "error",
            "confidence": "high",
            "since": "0.1.0",
            "subject": subject,
            "message": "It is so.",
            "why": "It is.",
            "fix": "Do it.",
            "false_positives": "None.",
            "holds": "{as_of: 2026-03-20}",
            "references": "[{title: T, url: 'https://example.com', says: So.}]",
            **parts,
        }
        text = "".join(f"{key}: {value}\n" for key, value in fields.items())
        (tmp_path / "our-rule.yaml").write_text(text, encoding="utf-8")
        return find(load_rules([tmp_path]), "our-rule")

    return rule


def apply(rule: Rule, *declared: str, **files: str) -> Judgement:
    """Judge files by one rule; a file's name has ``__`` for a slash."""
    inputs = [Input(f"{name.replace('__', '/')}.yaml", text.encode) for name, text in files.items()]
    read = read_files(inputs, "eksnetlint:")
    assert not read.reading.flaws
    return judge([rule], link(read.reading.objects, declarations(declared)))


def finding(judgement: Judgement) -> Finding:
    assert not judgement.open
    (found,) = judgement.findings
    return found


def verdicts(judgement: Judgement) -> tuple[int, int, int]:
    """Findings, open verdicts, undecided conditions."""
    return len(judgement.findings), len(judgement.open), judgement.undecided


# --- which verdict -------------------------------------------------------------------------

KNOWN = {"true": '["node_group.max_pods == 20"]', "false": '["node_group.max_pods == 21"]'}
# Prefix delegation is not in these files.
UNKNOWN = '["cluster.prefix_delegation == true"]'
CONDITIONS = {**KNOWN, "unknown": UNKNOWN}
ONLY_WINDOWS = CLUSTER.replace("  - name: linux\n    instanceType: m5.large\n", "")


@pytest.mark.parametrize(
    ("when", "require", "expected"),
    [
        ("true", "true", (0, 0, 0)),
        ("true", "false", (1, 0, 0)),
        ("true", "unknown", (0, 1, 0)),
        ("false", "true", (0, 0, 0)),
        ("false", "false", (0, 0, 0)),
        ("false", "unknown", (0, 0, 0)),
        ("unknown", "true", (0, 0, 1)),
        ("unknown", "false", (0, 0, 1)),
        ("unknown", "unknown", (0, 0, 1)),
    ],
)
def test_a_condition_and_a_requirement_make_the_verdict(make, when, require, expected):
    rule = make(when=CONDITIONS[when], require=CONDITIONS[require])
    assert verdicts(apply(rule, cluster=ONLY_WINDOWS)) == expected


def test_a_rule_without_a_condition_is_about_every_object(make):
    judgement = apply(make(require='["node_group.max_pods == 5"]'), cluster=CLUSTER)
    assert [item.span.text for item in judgement.findings] == [
        "name: linux",
        "maxPodsPerNode: 20",
    ]


def test_rules_of_the_readers_are_left_out(make):
    assert verdicts(apply(make("file"), cluster=CLUSTER)) == (0, 0, 0)


def test_no_cluster_no_verdict(make):
    assert verdicts(apply(make(require=KNOWN["false"]))) == (0, 0, 0)


def test_bounds_may_decide_what_is_unknown(make):
    # 9 addresses without prefix delegation and 144 with it.
    def text(sign: str, number: int) -> str:
        return f'["node_group.pod_capacity {sign} {number}"]'

    for sign, number, expected in [
        ("<=", 144, (0, 0, 0)),
        (">", 144, (1, 0, 0)),
        ("<=", 143, (0, 1, 0)),
        (">=", 9, (0, 0, 0)),
        ("<", 9, (1, 0, 0)),
    ]:
        judgement = apply(make(require=text(sign, number)), cluster=ONLY_WINDOWS)
        assert verdicts(judgement) == expected, (sign, number)


# --- what a finding says -------------------------------------------------------------------


def test_a_message_has_the_values_in_it(make):
    rule = make(
        when='["node_group.max_pods.is_set == true"]',
        require='["node_group.max_pods <= 9"]',
        message=(
            "\"'{node_group.name}' on {cluster.kubernetes_minor} allows {node_group.max_pods}"
            ' and has {node_group.pod_capacity}."'
        ),
    )
    assert finding(apply(rule, cluster=CLUSTER)).message == (
        "'windows' on 31 allows 20 and has between 9 and 144."
    )


def test_an_open_verdict_asks_the_question_and_says_what_settles_it(make):
    (found,) = apply(make(require=UNKNOWN), cluster=ONLY_WINDOWS).open
    assert found.message == "node group 'windows': too many pods?"
    assert found.reason is not None
    assert found.reason.text == "whether prefix delegation is enabled is not in these files"
    assert found.reason.declare == "prefix_delegation"


def test_a_declaration_settles_an_open_verdict(make):
    rule = make(require=UNKNOWN)
    assert verdicts(apply(rule, "prefix_delegation=true", cluster=ONLY_WINDOWS)) == (0, 0, 0)
    assert verdicts(apply(rule, "prefix_delegation=false", cluster=ONLY_WINDOWS)) == (1, 0, 0)


# --- where it points -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("require", "parts", "written"),
    [
        ('["node_group.max_pods <= 9"]', {}, "maxPodsPerNode: 20"),
        ('["9 >= node_group.max_pods"]', {}, "maxPodsPerNode: 20"),
        ('["node_group.name != node_group.os", "node_group.max_pods <= 9"]', {}, "name: windows"),
        (
            '["node_group.name == \'windows\'", "node_group.max_pods <= 9"]',
            {},
            "maxPodsPerNode: 20",
        ),
        ("['\"t3.nano\" in node_group.instance_types']", {}, "instanceType: m5.large"),
        ('["node_group.max_pods.is_set == false"]', {}, "maxPodsPerNode: 20"),
        (
            '["node_group.max_pods <= 9"]',
            {"at": "node_group.instance_types"},
            "instanceType: m5.large",
        ),
        ('["node_group.max_pods <= 9"]', {"at": "cluster.kubernetes_minor"}, 'version: "1.31"'),
        ('["node_group.eni_count >= 2"]', {}, "name: windows"),
        (
            '[{any_of: [["node_group.max_pods <= 9"], ["node_group.eni_count >= 2"]]}]',
            {},
            "maxPodsPerNode: 20",
        ),
        # A line that cannot be decided is not what failed.
        (
            '["cluster.prefix_delegation == true", "node_group.max_pods <= 9"]',
            {},
            "maxPodsPerNode: 20",
        ),
    ],
)
def test_a_finding_points_at_the_left_fact_of_the_failed_line_or_as_told(
    make, require, parts, written
):
    rule = make(when="[\"node_group.os == 'windows'\"]", require=require, **parts)
    assert finding(apply(rule, cluster=CLUSTER)).span.text == written


def test_an_unset_fact_points_at_what_it_belongs_to(make):
    rule = make(when="[\"node_group.os == 'linux'\"]", require='["node_group.max_pods <= 9"]')
    assert finding(apply(rule, cluster=CLUSTER)).span.text == "name: linux"


def test_an_open_verdict_points_at_what_is_unknown_or_else_at_the_object(make):
    text = ONLY_WINDOWS.replace("maxPodsPerNode: 20", "maxPodsPerNode: ${PODS}")
    (found,) = apply(make(require='["node_group.max_pods <= 9"]'), cluster=text).open
    assert found.span.text == "maxPodsPerNode: ${PODS}"
    (found,) = apply(make(require=UNKNOWN), cluster=ONLY_WINDOWS).open
    assert found.span.text == "name: windows"


def test_a_cluster_rule_points_somewhere_even_where_no_fact_has_a_place(make):
    rule = make("cluster", require='["cluster.has_network_policies == true"]')
    assert finding(apply(rule, cluster=CLUSTER)).span.text == "name: shop"
    assert finding(apply(rule, app=APP)).span.path == "app.yaml"


def test_further_places_are_told_once_and_without_the_place_itself(make):
    rule = make(
        when="[\"node_group.os == 'windows'\"]",
        require='["node_group.max_pods <= 9"]',
        related="[node_group.instance_types, node_group.max_pods, cluster.windows_node_groups]",
    )
    found = finding(apply(rule, cluster=CLUSTER))
    assert [(item.span.text, item.message) for item in found.related] == [
        ("instanceType: m5.large", "instance types is m5.large"),
        ("name: windows", "node group 'windows' runs Windows"),
    ]


def test_the_rest_of_the_origin_is_related(make):
    rule = make(require='["node_group.pod_capacity >= 10"]')
    config = CONFIG_MAP.replace('ipam: "false"', 'prefix-delegation: "false"')
    text = f"{ONLY_WINDOWS}---\n{config}"
    found = finding(apply(rule, cluster=text))
    assert found.span.text == "instanceType: m5.large"
    assert [(item.span.text, item.message, item.is_step) for item in found.related] == [
        ('enable-windows-prefix-delegation: "false"', "", False)
    ]


def test_the_way_back_is_told_step_by_step(make):
    notes = ("", "input of module.win", "", "set in dev.tfvars")
    texts = [Source(f"{number}.tf", "max_pods = 200") for number in range(len(notes))]
    frames = tuple(Frame(text.place(0, 8), note) for text, note in zip(texts, notes, strict=True))
    (cluster,) = link(
        read_files([Input("a.yaml", ONLY_WINDOWS.encode)], "eksnetlint:").reading.objects,
        declarations(()),
    )
    (group,) = cluster.node_groups
    group = replace(group, max_pods=Known(200, Origin(frames)))
    rules = [make(require='["node_group.max_pods <= 9"]')]
    found = finding(judge(rules, [replace(cluster, node_groups=(group,))]))
    assert found.span.path == "0.tf"
    assert [(item.span.path, item.message, item.is_step) for item in found.related] == [
        ("1.tf", "input of module.win", True),
        ("2.tf", "passed on here", True),
        ("3.tf", "set in dev.tfvars", True),
    ]


# --- severity, confidence ------------------------------------------------------------------

CASES = (
    '[{when: ["node_group.max_pods >= 20"], severity: note},'
    ' {when: ["node_group.max_pods >= 10"], severity: warning}]'
)


@pytest.mark.parametrize(
    ("pods", "severity"),
    [("25", Severity.NOTE), ("20", Severity.NOTE), ("15", Severity.WARNING), ("9", Severity.ERROR)],
)
def test_the_first_severity_case_that_holds_wins(make, pods, severity):
    rule = make(require='["node_group.max_pods <= 5"]', severities=CASES)
    text = ONLY_WINDOWS.replace("Node: 20", f"Node: {pods}")
    assert finding(apply(rule, cluster=text)).severity is severity


def test_a_severity_case_that_cannot_be_decided_does_not_hold(make):
    cases = '[{when: ["cluster.prefix_delegation == true"], severity: note}]'
    rule = make(require='["node_group.max_pods <= 5"]', severities=cases)
    assert finding(apply(rule, cluster=ONLY_WINDOWS)).severity is Severity.ERROR


def test_evidence_from_the_cluster_s_own_files_is_as_sure_as_the_rule(make):
    rule = make(require='["node_group.max_pods <= 5"]')
    found = finding(apply(rule, cluster=ONLY_WINDOWS, app=APP))
    assert (found.severity, found.confidence) == (Severity.ERROR, Confidence.HIGH)


@pytest.mark.parametrize(
    ("confidence", "lowered"),
    [("high", Confidence.MEDIUM), ("medium", Confidence.LOW), ("low", Confidence.LOW)],
)
def test_an_inferred_join_lowers_confidence_and_makes_no_error(make, confidence, lowered):
    rule = make(
        "network_policy",
        require='["network_policy.is_enforced_on_windows == true"]',
        confidence=confidence,
    )
    settings = CONFIG_MAP.replace("windows-ipam", "network-policy-controller").replace(
        '"false"', '"true"'
    )
    files = {"cluster": CLUSTER, "deploy__policy": POLICY, "cni__settings": settings}
    found = finding(apply(rule, **files))
    assert (found.span.text, found.severity) == ("name: deny", Severity.WARNING)
    assert found.confidence is lowered
    assert [item.span.text for item in found.related] == [
        'enable-network-policy-controller: "true"'
    ]


def test_one_file_s_evidence_is_no_inference(make):
    rule = make("workload", require="[\"workload.os == 'linux'\"]")
    found = finding(apply(rule, cluster=CLUSTER, deploy__app=APP))
    assert (found.severity, found.confidence) == (Severity.ERROR, Confidence.HIGH)


def test_an_object_judged_by_another_folder_s_facts_alone_is_less_sure(make):
    rule = make("network_policy", require='["cluster.kubernetes_minor >= 99"]')
    found = finding(apply(rule, cluster=CLUSTER, deploy__policy=POLICY))
    assert found.span.text == 'version: "1.31"'
    assert (found.severity, found.confidence) == (Severity.WARNING, Confidence.MEDIUM)


def test_warnings_and_notes_stay_what_they_are(make):
    rule = make(
        "network_policy",
        require='["network_policy.is_enforced_on_windows == true"]',
        severity="note",
    )
    settings = CONFIG_MAP.replace("windows-ipam", "network-policy-controller").replace(
        '"false"', '"true"'
    )
    files = {"cluster": CLUSTER, "deploy__policy": POLICY, "cni__settings": settings}
    assert finding(apply(rule, **files)).severity is Severity.NOTE


# --- each ----------------------------------------------------------------------------------

SEVERAL = ONLY_WINDOWS.replace(
    "instanceType: m5.large",
    "instancesDistribution: {instanceTypes: [m5.large, t3.nano, c5.large]}",
)
EACH = "kind in node_group.instance_types"


def test_each_part_is_judged_on_its_own(make):
    rule = make(
        each=EACH,
        when="[\"kind != 'c5.large'\"]",
        require="[\"kind != 't3.nano'\"]",
        message="'{kind} of {node_group.name}.'",
    )
    found = finding(apply(rule, cluster=SEVERAL))
    assert found.message == "t3.nano of windows."
    assert found.span.text.startswith("instanceTypes: ") or found.span.text == "instanceTypes"


def test_each_part_that_fails_is_a_finding(make):
    rule = make(each=EACH, require="[\"kind == 'm5.large'\"]", message="'{kind}'")
    found = apply(rule, cluster=SEVERAL).findings
    assert [item.message for item in found] == ["t3.nano", "c5.large"]


def test_parts_that_cannot_be_seen_leave_the_rule_open(make):
    text = ONLY_WINDOWS.replace("m5.large", "${TYPE}")
    rule = make(each=EACH, require="[\"kind != 't3.nano'\"]")
    assert verdicts(apply(rule, cluster=text)) == (0, 1, 0)
    rule = make(each=EACH, when="[\"kind != 't3.nano'\"]", require='["node_group.max_pods <= 5"]')
    assert verdicts(apply(rule, cluster=text)) == (0, 0, 1)


# --- the version of Kubernetes -------------------------------------------------------------


@pytest.mark.parametrize(
    ("range_", "is_within"),
    [
        (">=1.31", True),
        (">=1.32", False),
        ("<=1.31", True),
        ("<=1.30", False),
        (">1.30", True),
        (">1.31", False),
        ("<1.32", True),
        ("<1.31", False),
        ("==1.31", True),
        ("==1.3", False),
        (">=1.22, <1.35", True),
        (">=1.22,<1.31", False),
        (">=1.9", True),
    ],
)
def test_a_known_version_outside_of_the_range_is_silent(make, range_, is_within):
    rule = make(require=KNOWN["false"], holds=f"{{as_of: 2026-03-20, kubernetes: '{range_}'}}")
    assert verdicts(apply(rule, cluster=ONLY_WINDOWS)) == (int(is_within), 0, 0)


UNVERSIONED = ONLY_WINDOWS.replace('  version: "1.31"\n', "")
RANGE = "{as_of: 2026-03-20, kubernetes: '>=1.30'}"


def test_an_unknown_version_leaves_a_failure_open(make):
    (found,) = apply(make(require=KNOWN["false"], holds=RANGE), cluster=UNVERSIONED).open
    assert found.reason is not None
    assert found.reason.declare == "kubernetes_version"


def test_an_unknown_version_is_no_matter_of_what_passes_or_is_silent(make):
    assert verdicts(apply(make(require=KNOWN["true"], holds=RANGE), cluster=UNVERSIONED)) == (
        0,
        0,
        0,
    )
    rule = make(when=KNOWN["false"], require=KNOWN["false"], holds=RANGE)
    assert verdicts(apply(rule, cluster=UNVERSIONED)) == (0, 0, 0)


@pytest.mark.parametrize(("version", "found"), [("1.31", (1, 0, 0)), ("1.29", (0, 0, 0))])
def test_a_declared_version_settles_it(make, version, found):
    rule = make(require=KNOWN["false"], holds=RANGE)
    declared = f"kubernetes_version={version}"
    assert verdicts(apply(rule, declared, cluster=UNVERSIONED)) == found
