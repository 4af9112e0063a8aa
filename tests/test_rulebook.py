"""Rule packs: folders of documents that are refused with file, line and a hint, or used."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksnetlint.choice import choose
from eksnetlint.resources import rules_folder
from eksnetlint.rule import Confidence, Each, Severity
from eksnetlint.rule_file import BadRule
from eksnetlint.rulebook import find, load_rules

RULE = """\
# A rule of our own.
id: our-max-pods
title: Too many pods
severity: warning
severities:
  - when:
      - cluster.made_by_eksctl == true
    severity: error
confidence: high
tags: [ours]
since: 0.1.0
subject: node_group
when:
  - node_group.os == "windows"
  - node_group.max_pods.is_set == true
require:
  - node_group.max_pods <= 50
at: node_group.max_pods
related:
  - node_group.name
message: >-
  Node group '{node_group.name}' allows
  {node_group.max_pods} pods.
why: |
  It is our way.
fix: |
  Allow 50, say `${PODS}`.

  In Helm `{{ .Values.pods }}`.
false_positives: |
  None.
holds: {as_of: 2026-03-20, kubernetes: ">=1.22"}
references:
  - title: Ours
    url: https://example.com/ours
    says: Fifty are enough.
examples:
  eksctl:
    - bad: |
        {{- if .Values.windows }}
        maxPodsPerNode: 200   # <- finding
        {{- end }}
"""


def write(folder: Path, text: str = RULE, name: str = "our-max-pods.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    """What is wrong, as ``line: message``."""
    path = write(folder, text)
    with pytest.raises(BadRule) as error:
        load_rules([folder])
    message = str(error.value)
    assert message.startswith(f"{path}:"), message
    return message.removeprefix(f"{path}:")


def changed(old: str, new: str) -> str:
    assert RULE.count(old) == 1, old
    return RULE.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


# --- good packs ----------------------------------------------------------------------------


def test_a_good_pack_stands_beside_the_built_in_rules(tmp_path):
    write(tmp_path)
    built_in = {rule.id for rule in load_rules()}
    rules = load_rules([tmp_path])
    assert {rule.id for rule in rules} == built_in | {"our-max-pods"}
    assert [rule.id for rule in rules] == sorted(rule.id for rule in rules)


def test_a_rule_is_what_its_document_says(tmp_path):
    path = write(tmp_path)
    rule = find(load_rules([tmp_path]), "our-max-pods")
    assert (rule.severity, rule.confidence) == (Severity.WARNING, Confidence.HIGH)
    assert [term.text for term in rule.when.terms] == [  # type: ignore[union-attr]
        'node_group.os == "windows"',
        "node_group.max_pods.is_set == true",
    ]
    assert rule.message == "Node group '{node_group.name}' allows {node_group.max_pods} pods."
    assert (rule.since, rule.as_of, rule.kubernetes) == ("0.1.0", "2026-03-20", ">=1.22")
    assert (rule.at, rule.related) == ("node_group.max_pods", ("node_group.name",))
    assert [case.severity for case in rule.severities] == [Severity.ERROR]
    assert rule.references[0].url == "https://example.com/ours"
    assert (rule.path, rule.name, rule.each, rule.pedantic) == (path, "OurMaxPods", None, False)


def test_what_looks_like_a_template_in_a_rule_is_its_text(tmp_path):
    write(tmp_path)
    rule = find(load_rules([tmp_path]), "our-max-pods")
    assert rule.fix == "Allow 50, say `${PODS}`.\n\nIn Helm `{{ .Values.pods }}`."
    assert rule.fix_line == "Allow 50, say `${PODS}`."


def test_either_ending_and_a_byte_order_mark_are_fine(tmp_path):
    path = tmp_path / "our-max-pods.yml"
    path.write_bytes(b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode())
    assert find(load_rules([tmp_path]), "our-max-pods").path == path


@pytest.mark.parametrize(
    ("subject", "facts"),
    [
        ("cluster", ["cluster.kubernetes_minor >= 30"]),
        ("node_group", ['"m5.large" in node_group.instance_types']),
        ("node_group", ["node_group.instance_types != []"]),
        ("node_group", ['node_group.os in ["windows", "linux"]']),
        ("node_group", ["node_group.windows_version == null"]),
        ("node_group", ["node_group.windows_version.is_set == true"]),
        ("node_group", ["node_group.max_pods <= node_group.pod_capacity"]),
        ("workload", ["workload.host_network == cluster.windows_ipam"]),
        ("network_policy", ["network_policy.windows_workloads == []"]),
    ],
)
def test_facts_of_every_type_can_be_compared(tmp_path, subject, facts):
    write(tmp_path, document(subject, facts))
    assert find(load_rules([tmp_path]), "our-own").subject == subject


def document(
    subject: str, require: list[str], when: list[str] | None = None, extra: str = ""
) -> str:
    """A small rule; ``extra`` are further lines at its end."""

    def listed(key: str, lines: list[str]) -> str:
        return f"{key}:\n" + "".join(f"  - {line!r}\n" for line in lines) if lines else ""

    return (
        f"id: our-own\ntitle: Ours\nseverity: note\nconfidence: low\nsince: 0.1.0\n"
        f"subject: {subject}\n{listed('when', when or [])}{listed('require', require)}"
        "message: It is so.\nwhy: It is.\nfix: Do it.\nfalse_positives: None.\n"
        "holds: {as_of: 2026-03-20}\n"
        "references:\n  - {title: T, url: 'https://example.com', says: So.}\n" + extra
    )


@pytest.mark.parametrize(
    ("when", "require"),
    [
        (["node_group.windows_version != null"], ["node_group.windows_version >= 2019"]),
        ([], ["node_group.windows_version != null", "node_group.windows_version >= 2019"]),
    ],
)
def test_a_fact_that_may_be_null_is_compared_once_null_is_excluded(tmp_path, when, require):
    write(tmp_path, document("node_group", require, when))
    assert find(load_rules([tmp_path]), "our-own").subject == "node_group"


def test_each_names_the_parts_of_a_list(tmp_path):
    extra = "each: kind in node_group.instance_types\n"
    write(tmp_path, document("node_group", ['kind != "t3.nano"'], extra=extra))
    rule = find(load_rules([tmp_path]), "our-own")
    assert rule.each == Each("kind", "node_group.instance_types")


# --- mistakes in the file ------------------------------------------------------------------


def test_a_folder_without_rules_is_a_mistake(tmp_path):
    with pytest.raises(BadRule, match=r"there is no rule document \(\*\.yaml\) in this folder"):
        load_rules([tmp_path])


def test_a_file_that_is_no_text_is_a_mistake(tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadRule, match=r"x\.yaml: cannot be read"):
        load_rules([tmp_path])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: a rule is one YAML document, a mapping"),
        ("- a\n", "1: a rule is one YAML document, a mapping"),
        ("id: x\n---\nid: y\n", "1: a rule is one YAML document, a mapping"),
        ("id: x\ntitle: [a\n", "2: did not find expected ',' or ']'"),
        ("id: x\ntitle: 'a\n", "2: found unexpected end of stream"),
        ("id: x\n\ttitle: a\n", "2: found a tab character"),
        ("id: &x [*x]\n", "1: anchor 'x' contains itself"),
        ("[" * 100_000, "1: nested more than 200 levels deep"),
        (RULE + "title: Again\n", f"{RULE.count(chr(10)) + 1}: the key 'title' is there twice"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_rule_document_is_refused_at_its_line(tmp_path, text, message):
    assert refusal(tmp_path, text).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("severity: warning", "severity: warn", "severity: warn", "severity: 'warn' is not one of"),
        ("confidence: high", "confidence: High", "confidence: H", "confidence: 'High' is not"),
        ("id: our-max-pods", "id: Our_Rule", "id: Our", "id: 'Our_Rule' does not match"),
        ("since: 0.1.0", "since: 0.1", "since: 0.1", "since: 0.1 is not of type 'string'"),
        (
            "messag",
            "mesage: x\nmessag",
            "mesage",
            "there is no key 'mesage' here; did you mean 'message'?",
        ),
        ("at: node", "At: node", "At:", "there is no key 'At' here; did you mean 'at'?"),
        ("at: node", "wholly_new: node", "wholly_new:", "there is no key 'wholly_new' here"),
        (
            "    says: Fifty",
            "    say: Fifty",
            "say: Fifty",
            "there is no key 'say' here",
        ),
        ("https://example", "http://example", "url: http:", "references.0.url: 'http://"),
        ('">=1.22"', '"1.22"', "holds:", "holds.kubernetes: '1.22' does not match"),
        ("tags: [ours]", "tags: ours", "tags: ours", "tags: 'ours' is not of type 'array'"),
        ("title: Too many pods", "title: Too many pods.", "title: Too", "title: 'Too many pods.'"),
        ("subject: node_group", "subject: [x]", "subject: [x]", "subject: ['x'] is not of type"),
        ("  - node_group.max_pods <= 50", "  - 5", "  - 5", "require.0: 5 is not valid"),
        ("severity: warning\n", "", "id: our", "'severity' is a required property"),
    ],
    ids=lambda text: text[:24],
)
def test_a_document_of_the_wrong_shape_is_refused_at_the_wrong_value(
    tmp_path, old, new, at, message
):
    text = changed(old, new)
    assert refusal(tmp_path, text).startswith(f"{line_of(text, at)}: {message}")


def test_a_rule_about_files_has_no_predicate(tmp_path):
    assert refusal(tmp_path, document("file", ["cluster.windows_ipam == true"]))
    write(tmp_path, document("file", []))
    assert find(load_rules([tmp_path]), "our-own").subject == "file"


def test_a_rule_that_requires_nothing_is_refused(tmp_path):
    assert "'require' is a required property" in refusal(tmp_path, document("cluster", []))


# --- mistakes in predicates ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("subject: node_group", "subject: node_grop", "is no subject; did you mean 'node_group'?"),
        ("subject: node_group", "subject: network", "is no subject; known are cluster, "),
        (
            "node_group.max_pods <= 50",
            "node_group.max_pod <= 50",
            "names node_group.max_pod, which is no fact; did you mean 'max_pods'?",
        ),
        (
            "node_group.max_pods <= 50",
            "workload.os == 'windows'",
            "names workload, but the rule is about node_group",
        ),
        (
            "node_group.max_pods <= 50",
            "cluster.node_groups == 1",
            "names cluster.node_groups, which is no fact",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.max_pods.size <= 50",
            "and a fact has no part but is_set",
        ),
        ("node_group.max_pods <= 50", "max_pods <= 50", "names max_pods, but the rule is about"),
        ("node_group.max_pods <= 50", "node_group.max_pods <= ", "is not a comparison"),
        ("node_group.max_pods <= 50", "50 <= 60", "names no fact"),
        (
            "node_group.max_pods <= 50",
            "node_group.os == 'window'",
            "compares with 'window', which is none of windows, linux, either",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.os in ['windows', 'x']",
            "compares with 'x', which is none of windows, linux, either",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.max_pods <= 'fifty'",
            "compares a fact of type int with 'fifty'",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.max_pods == true",
            "compares a fact of type int with True",
        ),
        (
            "node_group.max_pods <= 50",
            "cluster.windows_ipam == 1",
            "compares a fact of type bool with 1",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.name == node_group.max_pods",
            "compares a fact of type str with one of type int",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.max_pods == [50]",
            "compares a fact of type int with [50]",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.instance_types == [5]",
            "compares a fact of type str with 5",
        ),
        (
            "node_group.max_pods <= 50",
            "5 in node_group.instance_types",
            "compares a fact of type str with 5",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.max_pods in node_group.instance_types",
            "compares a fact of type int with one of type str",
        ),
        (
            "node_group.max_pods <= 50",
            "5 in node_group.max_pods",
            "looks in something that is no list",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.name in 'names'",
            "looks in something that is no list",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.max_pods <= null",
            "orders something that is no number",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.name < 'b'",
            "orders something that is no number",
        ),
        (
            "node_group.max_pods <= 50",
            "cluster.windows_node_groups < cluster.windows_node_groups",
            "orders something that is no number",
        ),
        (
            "node_group.max_pods <= 50",
            "node_group.windows_version >= 2019",
            "compares node_group.windows_version, which may be null, before `!= null`",
        ),
        (
            "cluster.made_by_eksctl == true",
            "cluster.made_by_exctl == true",
            "which is no fact; did you mean 'made_by_eksctl'?",
        ),
        ("at: node_group.max_pods", "at: node_group.max_pod", "did you mean 'max_pods'?"),
        ("  - node_group.name", "  - node_group.nmae", "did you mean 'name'?"),
        ("{node_group.max_pods} pods", "{node_group.max_pod} pods", "did you mean 'max_pods'?"),
    ],
)
def test_a_predicate_that_makes_no_sense_is_refused_at_its_line(tmp_path, old, new, message):
    text = changed(old, new)
    found = refusal(tmp_path, text)
    assert found.startswith(f"{line_of(text, new)}: ")
    assert message in found


def test_a_quoted_or_folded_line_is_found_as_well(tmp_path):
    text = changed(
        "  - node_group.max_pods <= 50",
        '  - "node_group.name == \\"x\\""\n  - >-\n    node_group.max_pods\n    <= "y"',
    )
    assert refusal(tmp_path, text).startswith(f"{line_of(text, '  - >-')}: ")


def test_null_excluded_in_one_alternative_is_not_excluded_for_good(tmp_path):
    text = changed(
        '  - node_group.os == "windows"',
        "  - any_of:\n"
        "      - [node_group.windows_version != null]\n"
        '      - [node_group.name == "x"]\n'
        "  - node_group.windows_version >= 2019",
    )
    assert "which may be null" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("each", "message"),
    [
        ("kind in node_group.max_pods", "goes through node_group.max_pods, which is no list"),
        ("kind in node_group.instance_type", "did you mean 'instance_types'?"),
        ("kind in workload.names", "names workload, but the rule is about node_group"),
    ],
)
def test_each_goes_through_a_list_of_the_subject(tmp_path, each, message):
    text = document("node_group", ["node_group.max_pods <= 1"], extra=f"each: {each}\n")
    found = refusal(tmp_path, text)
    assert found.startswith(f"{line_of(text, 'each:')}: ")
    assert message in found


# --- equal names, choices ------------------------------------------------------------------


def test_the_id_of_a_built_in_rule_is_taken(tmp_path):
    taken = load_rules()[0]
    path = write(tmp_path, changed("id: our-max-pods", f"id: {taken.id}"))
    with pytest.raises(BadRule) as error:
        load_rules([tmp_path])
    assert str(error.value) == f"{path}:1: rule '{taken.id}' is already in {taken.path}"
    assert taken.path.parent == rules_folder()


def test_two_packs_may_not_share_an_id(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        write(folder)
    with pytest.raises(BadRule, match=r"rule 'our-max-pods' is already in .*one"):
        load_rules(folders)


@pytest.fixture
def three(tmp_path):
    for name, extra in (("one", ""), ("two", ""), ("fussy", "pedantic: true\n")):
        text = document("cluster", ["cluster.windows_ipam == true"], extra=extra)
        write(tmp_path, text.replace("our-own", f"our-{name}"), f"{name}.yaml")
    return [rule for rule in load_rules([tmp_path]) if rule.id.startswith("our-")]


@pytest.mark.parametrize(
    ("select", "ignore", "pedantic", "chosen"),
    [
        ([], [], False, ["our-one", "our-two"]),
        ([], [], True, ["our-fussy", "our-one", "our-two"]),
        (["our-one"], [], False, ["our-one"]),
        (["our-fussy"], [], False, ["our-fussy"]),
        ([], ["our-one"], False, ["our-two"]),
        (["our-one", "our-two"], ["our-one"], False, ["our-two"]),
        (["our-one"], [], True, ["our-one"]),
    ],
)
def test_rules_are_chosen(three, select, ignore, pedantic, chosen):
    found = choose(three, select, ignore, pedantic=pedantic)
    assert [rule.id for rule in found] == chosen


@pytest.mark.parametrize(("select", "ignore"), [(["our-oen"], []), ([], ["our-oen"])])
def test_a_mistyped_rule_is_a_mistake_with_a_hint(three, select, ignore):
    with pytest.raises(BadRule, match=r"there is no rule 'our-oen'; did you mean 'our-one'\?"):
        choose(three, select, ignore, pedantic=False)


def test_a_name_like_no_rule_gets_no_guess(three):
    with pytest.raises(BadRule, match="there is no rule 'subnets'; `eksnetlint rules` lists them"):
        find(three, "subnets")
