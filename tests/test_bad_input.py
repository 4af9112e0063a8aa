"""Broken, hostile and strange files: each a message with its place or a counted skip, and soon.

Every case lies beside a good file, whose findings must not change.
"""

from __future__ import annotations

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eksnetlint.cli import app

ROOT = Path(__file__).parents[1]
# Each takes a second or two; a machine may be slow, but quadratic time would still show.
SECONDS = 60
# Characters of a text report with a handful of findings.
MOST_SHOWN = 10_000

GOOD = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: good, region: eu-west-1}
managedNodeGroups: [{name: linux}]
nodeGroups:
  - {name: windows, amiFamily: WindowsServer2019CoreContainer}
"""
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: wéb}\nspec:\n  containers: [{name: a}]\n"
HEAD = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: bad, region: b}\n"
GOOD_FINDING = ("windows-dsr-not-enabled", "good.yaml", 6)


class Run:
    """What the program did with a folder."""

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code = code
        self.stderr = stderr
        self.document: dict[str, Any] = json.loads(stdout) if stdout else {}

    @property
    def found(self) -> list[tuple[str, str, int]]:
        return [
            (item["rule"], item["path"], item["region"]["start_line"])
            for item in self.document["findings"]
            if item["rule"] != "no-linux-capacity"
        ]

    @property
    def messages(self) -> list[str]:
        return [item["message"] for item in self.document["findings"]]

    @property
    def skipped(self) -> dict[str, int]:
        found: dict[str, int] = self.document["summary"]["skipped"]
        return found


def write(name: str, content: str | bytes | None) -> None:
    if content is not None:
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD)
    return tmp_path


@pytest.fixture
def scan():
    """Scan the folder with one more file."""

    def run(content: str | bytes | None = None, *, name: str = "bad.yaml") -> Run:
        write(name, content)
        arguments = ["scan", "--output-format", "json"]
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        return Run(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def scan_apart():
    """The same in a process of its own, which may crash or run for ever."""

    def run(
        content: str | bytes | None = None,
        *arguments: str,
        name: str = "bad.yaml",
        output_format: str = "json",
    ) -> Run:
        write(name, content)
        command = [sys.executable, "-m", "eksnetlint", "scan", "--output-format", output_format]
        done = subprocess.run(
            [*command, *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        if output_format == "text":
            assert len(done.stdout) < MOST_SHOWN
        return Run(done.returncode, done.stdout if output_format == "json" else "", done.stderr)

    return run


def assert_good_is_judged(run: Run) -> None:
    assert GOOD_FINDING in run.found
    assert run.code == 1


# Skips


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not about EKS or Kubernetes"),
        ("\n \n", "not about EKS or Kubernetes"),
        ("---\n...\n---\n", "not about EKS or Kubernetes"),
        (b"\xef\xbb\xbf", "not about EKS or Kubernetes"),
        (b"\xff\xfe", "not about EKS or Kubernetes"),
        (b"\x7fELF\0\0\0\1apiVersion", "binary"),
        (POD.encode("utf-16-le"), "binary"),
        (b"\xff\xfe\0", "not UTF-8 or UTF-16"),
        ("gruß: grün\n".encode("latin-1"), "not UTF-8 or UTF-16"),
        ("apiVersion: v1\ncontainers: [\n", "broken, and not plainly about EKS or Kubernetes"),
        (POD + "{{- if .a }}\nb: c\n{{- end }}\n", "templates that are not YAML"),
        ("[" * 100_000, "not about EKS or Kubernetes"),
        ("apiVersion: containers\na: " + "[" * 100_000, "broken"),
    ],
    ids=range(13),
)
def test_what_cannot_be_read_is_counted(scan, content, reason):
    found = scan(content)
    assert found.found == [GOOD_FINDING]
    assert [number for text, number in found.skipped.items() if text.startswith(reason)] == [1]
    assert_good_is_judged(found)


# Encodings


def test_a_relevant_file_that_is_not_utf8_is_told(scan):
    found = scan(POD.encode("latin-1"))
    assert found.found == [("unparsable-file", "bad.yaml", 3), GOOD_FINDING]
    assert found.messages[0] == "the file is not UTF-8, so it was not read"


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8-bom", "utf-16-le", "utf-16-be", "crlf"],
)
def test_other_encodings_are_judged_like_any(scan, encode):
    text = GOOD.replace("name: good", "name: grün")
    found = scan(encode(text))
    assert found.found == [("windows-dsr-not-enabled", "bad.yaml", 6), GOOD_FINDING]
    (first, second) = (item["region"] for item in found.document["findings"])
    assert first == second


# Broken YAML


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (POD + "\tb: c\n", 6),
        (POD + "a: [b\n", 6),
        (POD + "a: *nothing\n", 6),
        (POD + "a: &a {b: *a}\n", 6),
        (POD + "a: &a [*a]\n", 6),
        (POD + "<<: *a\n", 6),
        (POD + "a: '\x00'\n".replace("\x00", "\x08"), 6),
        (POD + "a: b: c\n", 6),
        (POD + "%YAML 9.9\n--- a\n", 6),
        (HEAD + "nodeGroups:\n - name: a\n   - b\n", 6),
    ],
)
def test_a_broken_file_is_told_at_its_place(scan, text, line):
    found = scan(text)
    assert ("unparsable-file", "bad.yaml", line) in found.found
    assert_good_is_judged(found)


def test_duplicate_keys_are_told_and_the_last_one_judged(scan):
    found = scan(
        HEAD + "nodeGroups:\n"
        "  - name: a\n"
        "    amiFamily: AmazonLinux2023\n"
        "    amiFamily: WindowsServer2019CoreContainer\n"
    )
    assert ("duplicate-key", "bad.yaml", 7) in found.found
    assert ("windows-dsr-not-enabled", "bad.yaml", 7) in found.found
    assert_good_is_judged(found)


@pytest.mark.parametrize("number", [1_000, 100_000])
@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("[", ""), ("- ", ""), ('{"a":', "}"), ("{a: [", "")]
)
def test_deep_nesting_is_told(scan_apart, opening, closing, number):
    found = scan_apart(f"{POD}a:\n  {opening * number}1{closing * number}\n")
    (told,) = [item for item in found.found if item != GOOD_FINDING]
    assert told == ("unparsable-file", "bad.yaml", 7)
    assert "levels deep" in found.messages[0]
    assert_good_is_judged(found)


def test_deep_braces_are_a_template(scan_apart):
    found = scan_apart(f"{POD}a: {'{' * 100_000}\n")
    assert list(found.skipped) == ["templates that are not YAML before they are rendered"]
    assert_good_is_judged(found)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_deep_nesting_in_json_is_told(scan_apart, opening):
    text = '{\n"apiVersion": "v1",\n"kind": "Pod",\n"containers": ' + opening * 100_000
    found = scan_apart(text, name="bad.json")
    assert found.found == [("unparsable-file", "bad.json", 4), GOOD_FINDING]
    assert_good_is_judged(found)


def test_deep_nesting_in_json_on_one_line_is_counted(scan_apart):
    found = scan_apart('{"apiVersion": "v1", "kind": "Pod", "containers": ' + "[" * 100_000)
    assert list(found.skipped) == ["broken, and not plainly about EKS or Kubernetes"]
    assert_good_is_judged(found)


def bomb(join: str, levels: int = 30) -> str:
    lines = ["a0: &a0 {x: y}"]
    for level in range(1, levels):
        refs = [f"*a{level - 1}"] * 9
        lines.append(f"a{level}: &a{level} " + join.format(", ".join(refs), i=level))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("join", ["[{0}]", "{{<<: [{0}], k{i}: v}}", "{{k: [{0}]}}"])
def test_alias_and_merge_bombs_are_told(scan_apart, join):
    found = scan_apart(POD + bomb(join))
    assert [rule for rule, path, _ in found.found if path == "bad.yaml"] == ["unparsable-file"]
    assert "aliases" in found.messages[0]
    assert_good_is_judged(found)


def test_many_aliases_below_the_limit_are_judged(scan_apart):
    group = "  - &a {name: a, amiFamily: WindowsServer2019CoreContainer, labels: {a: b}}\n"
    found = scan_apart(HEAD + "nodeGroups:\n" + group + "  - *a\n" * 20_000)
    assert ("windows-dsr-not-enabled", "bad.yaml", 5) in found.found
    assert_good_is_judged(found)


# Large files


def test_a_scalar_of_20_mb_is_counted(scan_apart):
    found = scan_apart(POD + "a: " + "b" * 20_000_000)
    assert [name for name in found.skipped if name.startswith("larger than")]
    assert_good_is_judged(found)


@pytest.mark.parametrize("style", ["'", '"', ""])
def test_a_scalar_below_the_limit_is_read(scan, style):
    found = scan(f"{POD}a: {style}{'b' * 14_000_000}{style}\n")
    assert found.skipped == {}
    assert_good_is_judged(found)


def test_json_of_7_mb_on_one_line_is_judged(scan_apart):
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "namespace": "shop", "labels": {"a": "b"}},
        "spec": {
            "hostNetwork": True,
            "nodeSelector": {"kubernetes.io/os": "windows"},
            "containers": [{"name": "a", "image": "b", "args": ["c" * 500]}],
        },
    }
    items = [pod] * (7_000_000 // len(json.dumps(pod)))
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
    assert len(text) > 6_900_000
    found = scan_apart(text, name="bad.json")
    rules = {rule for rule, path, _ in found.found if path == "bad.json"}
    assert "windows-host-network-without-host-process" in rules
    assert_good_is_judged(found)


def test_a_very_long_line_is_shown_in_part(scan_apart):
    text = GOOD.replace("{name: windows,", f"{{name: windows, tags: {{a: {'b' * 1_000_000}}},")
    assert scan_apart(text, output_format="text").code == 1


# Strange files


def test_strange_links_and_folders_are_passed_over(scan_apart, folder):
    (folder / "dangling.yaml").symlink_to("nowhere")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "round").symlink_to(".")
    (folder / "x.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    found = scan_apart(None)
    assert found.found == [GOOD_FINDING]
    assert_good_is_judged(found)


@pytest.mark.parametrize("name", ["dangling.yaml", "loop.yaml", "nowhere.yaml", "good.yaml/a"])
def test_a_named_path_that_cannot_be_read_stops_the_run(scan_apart, folder, name):
    (folder / "dangling.yaml").symlink_to("nowhere")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    found = scan_apart(None, name, "good.yaml")
    assert found.code == 2
    assert found.stderr.startswith(f"eksnetlint: {name}: ")
    assert found.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_counted(scan, folder):
    (folder / "secret.yaml").write_text(POD)
    (folder / "secret.yaml").chmod(0)
    found = scan(None)
    assert found.skipped == {"unreadable": 1}
    assert_good_is_judged(found)


# Wrong shapes


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("nodeGroups:\n  - windows\n", ("wrong-type", "bad.yaml", 5)),
        ("nodeGroups:\n  - [a, b]\n", ("wrong-type", "bad.yaml", 5)),
        ("nodeGroups: windows\n", ("wrong-type", "bad.yaml", 4)),
        ("nodeGroups:\n  name: windows\n", ("wrong-type", "bad.yaml", 4)),
        ("nodeGroups:\n  - name: 5\n", ("wrong-type", "bad.yaml", 5)),
        ("nodeGroups:\n  - {name: a, amiFamily: 2019}\n", ("wrong-type", "bad.yaml", 5)),
        ("addons: vpc-cni\n", ("wrong-type", "bad.yaml", 4)),
        ("addons:\n  - vpc-cni\n", ("wrong-type", "bad.yaml", 5)),
        (
            "addons:\n  - {name: vpc-cni, configurationValues: {a: b}}\n",
            ("wrong-type", "bad.yaml", 5),
        ),
        ("kubernetesNetworkConfig: ipv6\n", ("wrong-type", "bad.yaml", 4)),
        ("vpc: []\n", ("wrong-type", "bad.yaml", 4)),
        ("fargateProfiles: [{selectors: a}]\n", ("wrong-type", "bad.yaml", 4)),
        ("nodeGroup: []\n", ("misspelt-field", "bad.yaml", 4)),
    ],
)
def test_an_eksctl_file_of_a_wrong_shape_is_told_and_the_rest_judged(scan, body, place):
    rest = "managedNodeGroups:\n  - {name: win, amiFamily: WindowsServer2019CoreContainer}\n"
    found = scan(HEAD + body + rest)
    assert place in found.found
    line = (HEAD + body + rest).count("\n")
    assert ("windows-dsr-not-enabled", "bad.yaml", line) in found.found
    assert_good_is_judged(found)


def test_numbers_where_strings_belong_are_told_with_the_remedy(scan):
    found = scan(HEAD.replace("region: b", "region: b, version: 1.30"))
    assert found.found[0] == ("wrong-type", "bad.yaml", 3)
    assert "quote it" in found.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nmetadata: []\nspec: [{containers: a}]\n",
        "apiVersion: v1\nkind: Pod\nmetadata: 5\nspec: {containers: 5, hostNetwork: []}\n",
        "apiVersion: v1\nkind: Pod\nspec: {containers: [1, [2], null, {image: [a]}]}\n",
        "apiVersion: apps/v1\nkind: Deployment\nspec: {template: [], containers: a}\n",
        "apiVersion: v1\nkind: Pod\nspec: {containers: [], nodeSelector: [a], affinity: 1}\n",
        "apiVersion: v1\nkind: List\nitems: {a: b}\n",
        "apiVersion: v1\nkind: List\nitems: [1, null, [2], {kind: [a]}]\n",
        "apiVersion: v1\nkind: Service\nspec: [a]\nmetadata: {name: {a: b}}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: [a], labels: [b]}\n",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: 5\n",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: {podSelector: 5}\n",
        "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nspec: {selector: [a]}\n",
        "apiVersion: vpcresources.k8s.aws/v1beta1\nkind: SecurityGroupPolicy\nspec: 5\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amazon-vpc-cni}\ndata: [a]\n",
        "apiVersion: operator.tigera.io/v1\nkind: Installation\nspec: {calicoNetwork: 5}\n",
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: {template: 5}\n",
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: 5\n",
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: {template: {metadata: [], spec: "
        "{requirements: {a: b}, taints: 5, nodeClassRef: [a], kubelet: 5}}}\n",
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: {template: {spec: {taints: [5, {}], "
        "requirements: [5, {}, {key: [a], operator: {}}, {key: a, operator: In, values: 5}]}}}\n",
        "apiVersion: karpenter.sh/v1alpha5\nkind: Provisioner\nspec: [a]\n",
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\n",
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\n"
        "spec: {amiFamily: [a], kubelet: []}\n",
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nspec: {amiSelectorTerms: 5}\n",
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nspec: {amiSelectorTerms: "
        "[5, {alias: [a]}], userData: [a], networkInterfaces: 5, kubelet: {maxPods: x}}\n",
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nspec: {amiFamily: Windows, "
        "userData: {a: b}, networkInterfaces: [5, {interfaceType: [a]}]}\n",
        "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nscheduling: 5\n",
        "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: [a]}\n"
        "scheduling: {nodeSelector: [a], tolerations: {a: b}}\n",
        "apiVersion: v1\nkind: Pod\nspec: {containers: [{}], tolerations: [5, {key: [a]}], "
        "runtimeClassName: [a], nodeName: {a: b}, os: [a]}\n",
        "apiVersion: v1\nkind: Pod\nspec: {containers: [{}], affinity: {nodeAffinity: "
        "{requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
        "[5, {matchFields: 5}, {matchExpressions: [5, {key: a, operator: [b], values: {}}]}]}, "
        "preferredDuringSchedulingIgnoredDuringExecution: [5, {preference: 5}]}}}\n",
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n",
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: 5\nnodeGroups: [{}]\n",
        "? {apiVersion: v1, kind: Pod, containers: a}\n: apiVersion\n",
        "{apiVersion: v1, kind: Service, ? [a, b] : c}\n",
    ],
)
def test_objects_of_a_wrong_shape_harm_nothing(scan, text):
    assert_good_is_judged(scan(text))


# Rule documents


def test_a_rule_document_with_a_typo_stops_the_run(scan_apart, folder):
    document = (ROOT / "rules" / "windows-multiple-enis.yaml").read_text(encoding="utf-8")
    rules = folder / "rules"
    rules.mkdir()
    typo = document.replace("id: windows-multiple-enis", "id: mine").replace(
        "severity:", "severty:"
    )
    (rules / "mine.yaml").write_text(typo)
    found = scan_apart(None, "--rules", "rules")
    assert found.code == 2
    assert found.document == {}
    assert found.stderr.startswith("eksnetlint: rules/mine.yaml:3: there is no key 'severty'")
    assert "did you mean 'severity'?" in found.stderr
