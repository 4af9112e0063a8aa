"""Charts through a helm that is played by a script: none need be installed."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import pytest

from eksnetlint.model.copies import copy_of
from eksnetlint.model.workload import Workload
from eksnetlint.readers.files import Files, Input, read_files
from eksnetlint.readers.rendered.charts import charts_in
from eksnetlint.readers.rendered.template import placed_in_template
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Mapping
from eksnetlint.source.yaml import tree_of

CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
TEMPLATE = """\
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
spec:
  hostNetwork: {{ .Values.host }}
  nodeSelector:
    kubernetes.io/os: windows
  containers:
  - name: a
"""
OUTPUT = "---\n# Source: shop/templates/pod.yaml\n" + TEMPLATE.replace(
    "{{ .Release.Name }}", "release"
).replace("{{ .Values.host }}", "true")
FILES = {"c/Chart.yaml": CHART, "c/templates/pod.yaml": TEMPLATE}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with a kubectl that is never called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    install(folder, "kubectl", "exit 1")
    return folder


def install(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def rendered(folder: Path, texts: dict[str, str]) -> Files:
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    inputs = [
        Input(name, partial(text.encode, "utf-8"), "/templates/" in name)
        for name, text in texts.items()
    ]
    return read_files(inputs, "eksnetlint:", folder, rendering=True)


def test_a_rendered_chart_is_placed_in_its_templates(tmp_path, path):
    (tmp_path / "out").write_text(OUTPUT)
    install(path, "helm", f'[ -f chart/templates/pod.yaml ] && /bin/cat "{tmp_path}/out"')
    found = rendered(tmp_path / "scanned", FILES)
    assert found.notes == []
    (pod,) = (item for item in found.reading.objects if isinstance(item, Workload))
    span = pod.host_network.origin.span
    assert span is not None
    assert (str(span), span.text) == (
        "c/templates/pod.yaml:6:3",
        "hostNetwork: {{ .Values.host }}",
    )
    # Two lines begin with "name", and neither says this one.
    assert pod.span.text == "kind: Pod"
    assert pod.span.source.home == "c/Chart.yaml"
    assert found.skipped == {"not about EKS or Kubernetes": 1}
    assert found.read == 1


@pytest.mark.usefixtures("path")
def test_without_helm_charts_are_counted(tmp_path):
    found = rendered(tmp_path / "scanned", FILES)
    assert found.skipped["Helm charts, for which helm is not installed"] == 1


def test_what_helm_says_is_a_note(tmp_path, path):
    install(path, "helm", "echo 'Error: no such value' >&2; exit 1")
    found = rendered(tmp_path / "scanned", FILES)
    assert found.notes == ["c/Chart.yaml: not rendered: helm says: Error: no such value"]
    assert found.skipped["Helm chart templates"] == 1


def test_nothing_is_run_on_a_chart_that_needs_a_remote_one(tmp_path, path):
    install(path, "helm", f': > "{tmp_path}/called"')
    more = "dependencies:\n- {name: redis, version: 1.0.0, repository: 'https://example.com'}\n"
    found = rendered(tmp_path / "scanned", {**FILES, "c/Chart.yaml": CHART + more})
    assert found.notes == ["c/Chart.yaml:5:10: not rendered: its subchart 'redis' is not here"]
    assert not (tmp_path / "called").exists()


def test_subcharts_are_parts_of_their_chart():
    names = [
        "a/Chart.yaml",
        "a/templates/x.yaml",
        "a/charts/b/Chart.yaml",
        "a/charts/b/templates/x.yaml",
        "c/Chart.yaml",
    ]
    assert charts_in(names) == ["a"]


def test_a_chart_is_a_copy_of_its_own():
    assert copy_of("deploy/shop/Chart.yaml") == "deploy/shop"
    assert copy_of("Chart.yaml") == "."


def test_long_lines_of_a_template_take_no_long_time():
    text = "kind: Pod\na:" + " " * 200_000 + "x\n" + "b" * 200_000
    root = tree_of(Source("<rendered>", "{kind: Pod, a: x, c: 1}"))
    assert root is not None
    start = time.process_time()
    made = placed_in_template(root, Source("t.yaml", text))
    assert time.process_time() - start < 5
    assert isinstance(made, Mapping)
    assert str(made.fields["a"].span) == "t.yaml:2:1"
    assert made.fields["c"].span.text == "kind: Pod"
