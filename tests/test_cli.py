"""The command line: arguments, exit codes, and what goes to which stream."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from eksnetlint import __version__
from eksnetlint.cli import app
from eksnetlint.mistakes import Mistake
from eksnetlint.rulebook import load_rules

ROOT = Path(__file__).parents[1]
HEAD = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: b}\n"
LINUX = "managedNodeGroups:\n  - {name: linux}\n"
GROUP = "nodeGroups:\n  - {name: windows, amiFamily: WindowsServer%sCoreContainer}\n"
CLEAN = HEAD + LINUX
OPEN = HEAD + LINUX + GROUP % 2022
# Without Linux nodes, in a file that may only add node groups to a cluster.
NOTE = HEAD + GROUP % 2022
WARNING = HEAD + LINUX + GROUP % 2019
ERROR = HEAD + LINUX + "kubernetesNetworkConfig: {ipFamily: IPv6}\n" + GROUP % 2019
DSR = "windows-dsr-not-enabled"
FORMATS = ["text", "concise", "json", "sarif"]

PACK = """\
id: linux-group
title: A group that runs Linux
severity: note
confidence: high
since: "0.1.0"
subject: node_group
when: [node_group.os == "linux"]
require: [node_group.max_pods == 0]
at: node_group.name
message: "'{node_group.name}' runs Linux."
why: Because.
fix: Leave it.
false_positives: All of them.
holds: {as_of: "2026-01-01"}
references: [{title: A page, url: "https://example.com/", says: Nothing.}]
"""


class Outcome:
    """What a command wrote, and its exit code."""

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code, self.stdout, self.stderr = code, stdout, stderr


def run(*arguments: str, stdin: str | None = None) -> Outcome:
    """Run a command in this process; a Mistake is what `main` would make of it."""
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if isinstance(result.exception, Mistake):
        return Outcome(2, result.stdout, f"eksnetlint: {result.exception}\n")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "eksnetlint", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def start(*arguments: str, **more: str) -> Outcome:
    """Run a command in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env=environment(**more),
    )
    assert "Traceback" not in done.stderr
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str, name: str = "cluster.yaml") -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


# Exit codes


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # By --fail-on: error, warning, note, never.
        (CLEAN, (0, 0, 0, 0)),
        (OPEN, (0, 0, 0, 0)),
        (NOTE, (0, 0, 1, 0)),
        (WARNING, (0, 1, 1, 0)),
        (ERROR, (1, 1, 1, 0)),
    ],
    ids=["clean", "open", "note", "warning", "error"],
)
def test_the_exit_code_follows_the_threshold(text, codes, output_format):
    write(text)
    scan = ("scan", "--output-format", output_format, "--fail-on")
    levels = ("error", "warning", "note", "never")
    assert tuple(run(*scan, level).code for level in levels) == codes
    assert {run(*scan, level, "--exit-zero").code for level in levels} == {0}


@pytest.mark.parametrize(
    ("text", "code"), [(CLEAN, 0), (OPEN, 0), (NOTE, 0), (WARNING, 1), (ERROR, 1)]
)
def test_the_threshold_is_a_warning_where_none_is_given(text, code):
    write(text)
    assert run("scan").code == code


@pytest.mark.parametrize("level", ["error", "warning", "note", "never"])
@pytest.mark.parametrize("output_format", FORMATS)
def test_open_verdicts_fail_where_they_are_to(level, output_format):
    write(OPEN)
    scan = ("scan", "--output-format", output_format, "--fail-on", level, "--fail-on-open")
    assert run(*scan).code == 1
    assert run(*scan, "--exit-zero").code == 0
    write(CLEAN)
    assert run(*scan).code == 0


def test_nothing_relevant_is_said_and_no_failure():
    write("a: b\n")
    found = run("scan")
    assert (found.code, found.stdout) == (0, "")
    assert "0 files read, 1 skipped" in found.stderr
    assert run("scan", "--output-format", "json").code == 0


# What cannot be run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "nowhere: no such file or folder"),
        (("--output", "xml:a"), "a format of text, concise, json, sarif, not 'xml:a'"),
        (("--output", "json"), "--output takes FORMAT:PATH"),
        (("--output", "json:"), "--output takes FORMAT:PATH"),
        (("--output", "a.json"), "--output takes FORMAT:PATH"),
        (("--output", "json:cluster.yaml/a.json"), "cannot write cluster.yaml/a.json: "),
        (("--output", "json:folder"), "cannot write folder: "),
        (("--select", "windows-dsr-not-enable"), f"did you mean '{DSR}'?"),
        (("--ignore", "windows-dsr-not-enable"), f"did you mean '{DSR}'?"),
        (("--select", "no-such-thing"), "there is no rule 'no-such-thing'"),
        (("--fact", "dsr"), "'dsr' has no '='"),
        (("--fact", "dsr=maybe"), "'maybe' is no value of dsr: it is one of enabled, disabled"),
        (("--fact", "network_policy_engin=calico"), "did you mean 'network_policy_engine'?"),
        (("--fact", "x=y"), "there is no fact 'x'; known are network_policy_engine"),
        (("--fact", "kubernetes_version=33"), "'33' is no kubernetes_version such as 1.33"),
        (("--rules", "folder"), "folder: there is no rule document"),
        (("--rules", "missing"), "missing: "),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(folder, arguments, message):
    write(WARNING)
    (folder / "folder").mkdir()
    found = run("scan", *arguments)
    assert found.code == 2
    assert message in found.stderr
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("scan", "--output-format", "xml"),
        ("scan", "--fail-on", "fatal"),
        ("scan", "--color", "sometimes"),
        ("scan", "--no-such-option"),
        ("scna",),
        ("explain",),
        ("inspect", "--output-format", "sarif"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments):
    found = run(*arguments)
    assert found.code == 2
    assert found.stdout == ""
    assert found.stderr


def test_a_mistake_in_a_process_is_told_without_a_traceback():
    found = start("scan", "nowhere")
    assert (found.code, found.stdout) == (2, "")
    assert found.stderr == "eksnetlint: nowhere: no such file or folder\n"


def test_a_failed_run_leaves_no_files_behind(folder):
    write(WARNING)
    (folder / "folder").mkdir()
    run("scan", "--output", "json:folder")
    assert sorted(path.name for path in folder.iterdir()) == ["cluster.yaml", "folder"]


# Rules


def test_rules_are_selected_and_left_out():
    write(ERROR)

    def rules(*arguments: str) -> set[str]:
        found = run("scan", "--output-format", "json", *arguments)
        return {item["rule"] for item in json.loads(found.stdout)["findings"]}

    assert rules() == {DSR, "windows-ipv6-cluster"}
    assert rules("--select", DSR) == {DSR}
    assert rules("--select", DSR, "--select", "windows-ipv6-cluster") == rules()
    assert rules("--ignore", DSR) == {"windows-ipv6-cluster"}
    assert rules("--select", DSR, "--ignore", DSR) == set()


def test_a_pack_of_rules_is_used_beside_the_built_in_ones():
    write(PACK, "pack/linux-group.yaml")
    write(WARNING)
    found = run("scan", "cluster.yaml", "--rules", "pack", "--output-format", "concise")
    assert "'linux' runs Linux." in found.stdout
    assert DSR in found.stdout
    assert run("scan", "cluster.yaml", "--rules", "pack", "--select", "linux-group").code == 0
    assert "linux-group" in run("rules", "--rules", "pack").stdout
    assert "A group that runs Linux" in run("explain", "linux-group", "--rules", "pack").stdout


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("severity:", "severty:", "pack/mine.yaml:3: there is no key 'severty' here; did you mean"),
        ("severity: note", "severity: bad", "pack/mine.yaml:3: severity: 'bad' is not one of"),
        ("node_group.os ==", "node_group.oss ==", "pack/mine.yaml:7: "),
        ('"linux"]', '"plan9"]', "pack/mine.yaml:7: "),
        ("subject: node_group", "subject: node_grup", "pack/mine.yaml:6: "),
        ("id: linux-group", f"id: {DSR}", f"rule '{DSR}' is already in "),
        ("at: node_group.name", "at: [node_group", "pack/mine.yaml:"),
        ("'{node_group.name}' runs", "'{node_group.nam}' runs", "pack/mine.yaml:10: "),
        ("why: Because.", "why: ${WHY}\nbecause: 1", "there is no key 'because'"),
    ],
)
def test_a_pack_with_a_wrong_rule_stops_the_run(before, after, message):
    assert before in PACK
    write(PACK.replace(before, after), "pack/mine.yaml")
    write(WARNING)
    found = run("scan", "--rules", "pack")
    assert found.code == 2
    assert message in found.stderr
    assert found.stdout == ""


def test_a_rule_s_text_may_hold_what_elsewhere_is_a_template():
    write(PACK.replace("Because.", "'Write ${NAME} or {{ name }}.'"), "pack/mine.yaml")
    assert "Write ${NAME} or {{ name }}." in run("explain", "linux-group", "--rules", "pack").stdout


def test_rules_are_listed():
    found = run("rules")
    assert found.code == 0
    lines = found.stdout.splitlines()
    assert [line.split()[1] for line in lines] == [rule.id for rule in load_rules()]
    (pedantic,) = (line for line in lines if line.split()[1] == "namespace-without-network-policy")
    assert "(--pedantic)" in pedantic


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_explained(rule):
    found = run("explain", rule.id)
    assert found.code == 0
    assert found.stdout.startswith(f"{rule.id}: {rule.title}\n")
    for part in ("Why", "Fix", "Sources", rule.references[0].url, rule.as_of):
        assert part in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 120 or "http" in found.stdout


def test_an_unknown_rule_is_explained_by_the_nearest():
    found = run("explain", "windows-dsr-not-enable")
    assert found.code == 2
    assert f"did you mean '{DSR}'?" in found.stderr


# Streams


@pytest.mark.parametrize("output_format", ["json", "sarif"])
@pytest.mark.parametrize("text", [CLEAN, OPEN, ERROR, "a: b\n"])
def test_a_machine_format_is_alone_on_standard_output(output_format, text):
    write(text)
    found = start("scan", "--output-format", output_format, "--show-open")
    json.loads(found.stdout)
    assert "file" in found.stderr


def test_the_account_goes_to_standard_error():
    write(ERROR)
    found = start("scan")
    assert DSR in found.stdout
    assert DSR not in found.stderr
    assert "cluster 'a' in b: 2 node groups" in found.stderr
    assert "2 findings: 1 error, 1 warning" in found.stderr


def test_quiet_leaves_only_counts_and_open_reasons():
    write(OPEN)
    found = run("scan", "--quiet")
    assert "cluster 'a'" not in found.stderr
    assert "file read" not in found.stderr
    assert "no finding" in found.stderr
    assert "1 check open: " in found.stderr
    assert run("scan", "-q").stderr == found.stderr


def test_open_verdicts_are_told_by_reason_and_shown_where_they_are_to_be():
    write(OPEN)
    hidden, shown = run("scan"), run("scan", "--show-open")
    assert hidden.stdout == ""
    assert f"open[{DSR}]" in shown.stdout
    assert "1 check open: " in hidden.stderr
    assert "declare `dsr`" in hidden.stderr


def test_reports_are_written_to_files_in_one_run(folder):
    write(ERROR)
    found = run(
        "scan", "--output", "json:out/a.json", "--output", "sarif:b.sarif", "--output", "text:c.txt"
    )
    assert found.code == 1
    assert len(json.loads((folder / "out" / "a.json").read_text())["findings"]) == 2
    assert json.loads((folder / "b.sarif").read_text())["version"] == "2.1.0"
    assert (folder / "c.txt").read_text() == found.stdout


def test_a_report_can_go_to_standard_output_too():
    write(CLEAN)
    assert json.loads(run("scan", "--output", "json:-").stdout)["findings"] == []


def test_a_report_is_a_file_like_any_new_one(folder):
    write(CLEAN)
    write("old", "a.json")
    run("scan", "cluster.yaml", "--output", "json:a.json", "--output", "json:b.json")
    plain = folder / "plain"
    plain.touch()
    for name in ("a.json", "b.json"):
        json.loads((folder / name).read_text())
        assert stat.S_IMODE((folder / name).stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_report_is_written_through_a_link(folder):
    write(CLEAN)
    write("old", "real/a.json")
    (folder / "link.json").symlink_to("real/a.json")
    run("scan", "cluster.yaml", "--output", "json:link.json")
    assert (folder / "link.json").is_symlink()
    json.loads((folder / "real" / "a.json").read_text())


def test_a_report_is_written_into_a_pipe(folder):
    write(CLEAN)
    os.mkfifo(folder / "pipe")
    reading = [sys.executable, "-c", "print(open('pipe').read())"]
    with subprocess.Popen(reading, stdout=subprocess.PIPE, text=True) as reader:
        run("scan", "cluster.yaml", "--output", "json:pipe")
        told, _ = reader.communicate(timeout=60)
    assert json.loads(told)["findings"] == []
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_a_closed_standard_output_is_met_with_silence():
    write(ERROR)
    for output_format in FORMATS:
        with subprocess.Popen(
            command("scan", "--output-format", output_format),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            told = process.stderr.read().decode()
            process.wait(timeout=60)
        assert "Traceback" not in told
        assert "BrokenPipe" not in told
        assert process.returncode not in (0, 2, 120)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_a_mistake_not_a_crash():
    write(ERROR)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command("scan"),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
            env=environment(),
        )
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize("name", ["größe.yaml", "日本.yaml"])
def test_any_name_can_be_written_whatever_the_encoding_around(name):
    write(WARNING, name)
    found = start("scan", PYTHONIOENCODING="ascii")
    assert name in found.stdout


# Colour


@pytest.mark.parametrize(
    ("arguments", "variables", "is_colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
    ],
)
def test_colour_follows_the_option_then_the_environment(
    monkeypatch, arguments, variables, is_colored
):
    write(WARNING)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("scan", *arguments).stdout) is is_colored


@pytest.mark.parametrize("output_format", ["concise", "json", "sarif"])
def test_only_text_is_coloured(output_format):
    write(WARNING)
    found = run("scan", "--color", "always", "--output-format", output_format)
    assert "\x1b" not in found.stdout


def test_files_are_never_coloured(folder):
    write(WARNING)
    run("scan", "--color", "always", "--output", "text:a.txt")
    assert "\x1b" not in (folder / "a.txt").read_text()


# Paths


def paths(*arguments: str) -> list[str]:
    found = run("scan", "--output-format", "json", *arguments)
    return [item["path"] for item in json.loads(found.stdout)["findings"]]


def test_paths_are_the_same_from_wherever_the_scan_is_started(folder, monkeypatch):
    (folder / ".git").mkdir()
    write(WARNING, "sub/deep/cluster.yaml")
    wanted = ["sub/deep/cluster.yaml"]
    assert paths(".") == paths("sub") == paths("sub/deep/cluster.yaml") == wanted
    assert paths(str(folder / "sub")) == wanted
    monkeypatch.chdir(folder / "sub")
    assert paths(".") == paths() == paths("deep") == paths("..") == wanted
    monkeypatch.chdir("/")
    assert paths(str(folder)) == wanted


def test_fingerprints_are_the_same_from_wherever_the_scan_is_started(folder, monkeypatch):
    (folder / ".git").mkdir()
    write(WARNING, "sub/cluster.yaml")

    def findings() -> object:
        return json.loads(run("scan", "--output-format", "json").stdout)["findings"]

    before = findings()
    monkeypatch.chdir(folder / "sub")
    assert findings() == before


def test_standard_input_is_read():
    found = run("scan", "-", "--output-format", "concise", stdin=WARNING)
    assert found.code == 1
    assert found.stdout.startswith("<stdin>:7:")


def test_ignored_files_are_read_where_they_are_to_be():
    write(WARNING, "node_modules/a.yaml")
    assert paths() == []
    assert paths("--no-ignore") == ["node_modules/a.yaml"]


def test_the_output_format_can_come_from_the_environment(monkeypatch):
    write(WARNING)
    monkeypatch.setenv("EKSNETLINT_OUTPUT_FORMAT", "json")
    assert json.loads(run("scan").stdout)["findings"]
    assert run("scan", "--output-format", "concise").stdout.startswith("cluster.yaml:")


@pytest.mark.parametrize("text", [CLEAN, OPEN, NOTE, WARNING, ERROR, "a: b\n", HEAD + "a: ["])
def test_json_follows_its_schema(text):
    write(text)
    schema = json.loads((ROOT / "schemas" / "findings.schema.json").read_text(encoding="utf-8"))
    found = run("scan", "--output-format", "json")
    errors = jsonschema.Draft7Validator(schema).iter_errors(json.loads(found.stdout))
    assert [error.message for error in errors] == []


# Help


def test_the_version_is_told():
    found = run("--version")
    assert (found.code, found.stdout) == (0, f"eksnetlint {__version__}\n")


@pytest.mark.parametrize("arguments", [("--help",), ()])
def test_help_names_the_commands_and_exit_codes(arguments):
    found = run(*arguments)
    told = " ".join((found.stdout + found.stderr).split())
    for word in ("scan", "rules", "explain", "inspect", "Exit codes", "Windows networking"):
        assert word in told


def test_help_of_a_scan_teaches_by_examples():
    told = run("scan", "--help").stdout
    for line in (
        "eksnetlint scan .",
        "--fact network_policy_engine=calico",
        "| eksnetlint scan -",
        "--output sarif:eksnetlint.sarif --fail-on error",
        "--no-ignore",
        "FORMAT:PATH",
    ):
        assert line in told


# How sure a finding must be


def found_with(*options: str) -> set[str]:
    told = run("scan", "cluster.yaml", "--rules", "pack", "--output-format", "json", *options)
    return {item["rule"] for item in json.loads(told.stdout)["findings"]}


def test_what_is_less_sure_than_asked_for_is_left_out():
    write(ERROR)
    write(PACK.replace("confidence: high", "confidence: medium"), "pack/linux-group.yaml")
    assert found_with() >= {"windows-ipv6-cluster", "linux-group"}
    assert "linux-group" in found_with("--min-confidence", "medium")
    assert "linux-group" not in found_with("--min-confidence", "high")
    assert "windows-ipv6-cluster" in found_with("--min-confidence", "high")


def test_the_configuration_s_confidence_gives_way_to_the_option():
    write(WARNING)
    write(PACK.replace("confidence: high", "confidence: low"), "pack/linux-group.yaml")
    write("min_confidence: high\n", "eksnetlint.yaml")
    config = ("--config", "eksnetlint.yaml")
    assert "linux-group" not in found_with(*config)
    assert "linux-group" in found_with(*config, "--min-confidence", "low")
    assert run("scan", "--min-confidence", "sure").code == 2
