"""Rendered kustomizations: what is judged, where it stands, and what is refused."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eksnetlint.cli import app
from eksnetlint.mistakes import Mistake
from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link
from eksnetlint.model.workload import Workload
from eksnetlint.readers.files import Files, Input, read_files
from eksnetlint.readers.kustomize import Kustomization
from eksnetlint.readers.rendered import reader
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Value

needs_kubectl = pytest.mark.skipif(
    shutil.which("kubectl") is None and shutil.which("kustomize") is None,
    reason="neither kubectl nor kustomize is installed: nothing that is RENDERED is verified",
)
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: false
  nodeSelector:
    kubernetes.io/os: windows
  containers:
  - name: a
    image: a:1
"""
PATCH = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {hostNetwork: true}
"""
BASE = {"base/pod.yaml": POD, "base/kustomization.yaml": "resources: [pod.yaml]\n"}
OVER = "resources: [../base]\n"


def inputs(folder: Path, texts: Mapping[str, str]) -> list[Input]:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return [Input(path, partial(text.encode, "utf-8")) for path, text in texts.items()]


def rendered(folder: Path, texts: Mapping[str, str]) -> Files:
    return read_files(inputs(folder, texts), "eksnetlint:", folder, rendering=True)


def workloads(found: Files) -> list[Workload]:
    return [item for item in found.reading.objects if isinstance(item, Workload)]


def seen(span: Span | None) -> tuple[str, str] | None:
    return (span.path, span.text) if span else None


def told(value: Value[object]) -> object:
    assert isinstance(value, Known)
    return value.value


@needs_kubectl
def test_a_value_that_is_unchanged_stands_in_the_base(tmp_path):
    (pod,) = workloads(rendered(tmp_path, {**BASE, "over/kustomization.yaml": OVER}))
    assert seen(pod.span) == ("base/pod.yaml", "name: web")
    assert seen(pod.host_network.origin.span) == ("base/pod.yaml", "hostNetwork: false")
    assert pod.host_network.origin.span is not None
    assert str(pod.host_network.origin.span) == "base/pod.yaml:6:3"


OPERATION = "{op: replace, path: /spec/hostNetwork, value: true}"


@needs_kubectl
@pytest.mark.parametrize(
    ("more", "texts", "place"),
    [
        (
            "patches: [{path: p.yaml}]",
            {"over/p.yaml": PATCH},
            ("over/p.yaml", "hostNetwork: true"),
        ),
        (
            "patchesStrategicMerge: [p.yaml]",
            {"over/p.yaml": PATCH},
            ("over/p.yaml", "hostNetwork: true"),
        ),
        (
            "patches: [{path: p.yaml, target: {kind: Pod}}]",
            {"over/p.yaml": f"- {OPERATION}\n"},
            ("over/p.yaml", "value: true"),
        ),
        (
            f"patches:\n- target: {{kind: Pod}}\n  patch: |-\n    - {OPERATION}",
            {},
            ("over/kustomization.yaml", "value: true"),
        ),
    ],
)
def test_a_value_that_a_patch_sets_stands_in_the_patch(tmp_path, more, texts, place):
    files = {**BASE, "over/kustomization.yaml": f"{OVER}{more}\n", **texts}
    found = rendered(tmp_path, files)
    assert found.notes == []
    (pod,) = workloads(found)
    assert told(pod.host_network) is True
    assert seen(pod.host_network.origin.span) == place


@needs_kubectl
def test_a_value_that_stands_nowhere_is_placed_at_the_name(tmp_path):
    over = f"{OVER}namePrefix: prod-\n"
    (pod,) = workloads(rendered(tmp_path, {**BASE, "over/kustomization.yaml": over}))
    assert told(pod.name) == "prod-web"
    assert seen(pod.name.origin.span) == ("base/pod.yaml", "name: web")


@needs_kubectl
def test_a_namespace_stands_in_the_kustomization_that_sets_it(tmp_path):
    over = f"{OVER}namespace: shop\n"
    (pod,) = workloads(rendered(tmp_path, {**BASE, "over/kustomization.yaml": over}))
    assert told(pod.namespace) == "shop"
    assert seen(pod.namespace.origin.span) == ("over/kustomization.yaml", "namespace: shop")


@needs_kubectl
def test_a_generated_config_map_stands_in_its_generator(tmp_path):
    text = (
        "namespace: kube-system\n"
        "configMapGenerator: [{name: amazon-vpc-cni, literals: [enable-windows-ipam=true]}]\n"
        "generatorOptions: {disableNameSuffixHash: true}\n"
    )
    found = rendered(tmp_path, {"a/kustomization.yaml": text})
    (configuration,) = (
        item for item in found.reading.objects if type(item).__name__ == "CniConfiguration"
    )
    assert seen(configuration.span) == ("a/kustomization.yaml", "name: amazon-vpc-cni")


@needs_kubectl
def test_what_was_rendered_is_not_judged_on_its_own(tmp_path):
    found = rendered(tmp_path, {**BASE, "over/kustomization.yaml": OVER, "other.yaml": POD})
    assert [pod.span.path for pod in workloads(found)] == ["base/pod.yaml", "other.yaml"]
    assert found.read == 4


@needs_kubectl
def test_overlays_of_one_base_are_copies(tmp_path):
    overlays = {
        f"overlays/{name}/kustomization.yaml": f"namespace: {name}\nresources: [../../base]\n"
        for name in ("dev", "prod")
    }
    found = rendered(tmp_path, {**BASE, **overlays})
    clusters = link(found.reading.objects, NOTHING)
    assert [cluster.title for cluster in clusters] == [
        "manifests in overlays/dev",
        "manifests in overlays/prod",
    ]
    assert [len(cluster.workloads) for cluster in clusters] == [1, 1]


@needs_kubectl
def test_a_kustomization_may_lie_at_the_root(tmp_path):
    texts = {"pod.yaml": POD, "kustomization.yaml": "namePrefix: x-\nresources: [pod.yaml]\n"}
    (pod,) = workloads(rendered(tmp_path, texts))
    assert seen(pod.span) == ("pod.yaml", "name: web")
    assert told(pod.name) == "x-web"


@needs_kubectl
def test_secrets_need_not_be_there(tmp_path):
    over = f"{OVER}secretGenerator: [{{name: s, envs: [.env], files: [a=b.pem]}}]\n"
    found = rendered(tmp_path, {**BASE, "over/kustomization.yaml": over})
    assert found.notes == []
    assert len(workloads(found)) == 1


@needs_kubectl
def test_ignore_comments_of_rendered_files_are_kept(tmp_path):
    comment = "# eksnetlint: ignore[a-rule]\n"
    overlays = {f"{name}/kustomization.yaml": OVER for name in "ab"}
    found = rendered(tmp_path, {**BASE, "base/pod.yaml": comment + POD, **overlays})
    assert [item.text for item in found.comments] == [comment.strip()]


@needs_kubectl
def test_what_kustomize_says_is_a_note_and_the_files_are_read_as_they_are(tmp_path):
    over = f"{OVER}patches: [{{path: p.yaml}}]\n"
    patch = PATCH.replace("web", "nobody")
    found = rendered(tmp_path, {**BASE, "o/kustomization.yaml": over, "o/p.yaml": patch})
    (note,) = found.notes
    assert note.startswith("o/kustomization.yaml: not rendered: kubectl says: ")
    assert "nobody" in note
    assert [pod.span.path for pod in workloads(found)] == ["base/pod.yaml"]


Fake = Callable[[str], Path]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """A kubectl that leaves a mark when it is called, and then does what it is told."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(script: str) -> Path:
        called = folder / "called"
        program = folder / "kubectl"
        program.write_text(f'#!/bin/sh\n: > "{called}"\n{script}\n')
        program.chmod(0o755)
        return called

    return make


REFUSED = {
    "resources: ['https://example.com/pod.yaml']": "remote",
    "resources: [github.com/a/b]": "remote",
    "resources: [GitHub.com/a/b]": "remote",
    "resources: ['git@github.com:a/b']": "remote",
    "resources: ['git::https://example.com/a']": "remote",
    "resources: ['ssh://git@example.com/a']": "remote",
    "resources: ['../base?ref=v1']": "remote",
    "resources: ['gh:a/b']": "remote",
    "bases: ['https://example.com/a//b']": "remote",
    "components: [gitlab.example.com/a/b.git]": "remote",
    "components: [elsewhere/a/b]": "not here",
    "resources: [../../outside]": "outside",
    "resources: [/etc/hosts]": "outside",
    "resources: [out/link.yaml]": "not here",
    "crds: ['https://example.com/a']": "remote",
    "configurations: ['https://example.com/a']": "remote",
    "patches: [{path: 'https://example.com/a'}]": "remote",
    "patches: [{Path: 'https://example.com/a'}]": "remote",
    "patchesStrategicMerge: ['https://example.com/a']": "remote",
    "patchesJson6902: [{path: 'https://example.com/a'}]": "remote",
    "replacements: [{path: 'https://example.com/a'}]": "remote",
    "configMapGenerator: [{name: a, files: ['a=https://example.com/a']}]": "remote",
    "configMapGenerator: [{name: a, envs: ['https://example.com/a']}]": "remote",
    "configMapGenerator: [{name: a, env: 'https://example.com/a'}]": "remote",
    "secretGenerator: [{name: a, files: ['https://example.com/a']}]": "remote",
    "helmCharts: [{name: a, repo: 'https://example.com'}]": "Helm",
    "helmChartInflationGenerator: [{chartName: a}]": "Helm",
    "generators: [a.yaml]": "programs",
    "transformers: [a.yaml]": "programs",
    "validators: [a.yaml]": "programs",
    "openapi: {path: schema.json}": "OpenAPI",
    "Resources: ['https://example.com/pod.yaml']": "not known",
}


@pytest.mark.parametrize(("text", "why"), REFUSED.items())
def test_nothing_is_run_on(text, why, tmp_path, fake):
    called = fake("exit 1")
    (tmp_path / "secret.yaml").write_text(POD)
    scanned = tmp_path / "scanned"
    (scanned / "over" / "out").mkdir(parents=True)
    (scanned / "over" / "out" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    found = rendered(scanned, {**BASE, "over/kustomization.yaml": f"namespace: x\n{text}\n"})
    # The base is a top of its own where nothing uses it.
    notes = [note for note in found.notes if note.startswith("over/kustomization.yaml:2:")]
    assert len(notes) == 1
    assert why in notes[0]
    over = {"over/kustomization.yaml": f"namespace: x\n{text}\n"}
    called.unlink(missing_ok=True)
    rendered(scanned, over)
    assert not called.exists()


def test_nothing_is_run_where_a_base_is_remote(tmp_path, fake):
    called = fake("exit 1")
    texts = {
        "base/kustomization.yaml": "resources:\n- https://example.com/pod.yaml\n",
        "over/kustomization.yaml": OVER,
    }
    found = rendered(tmp_path / "scanned", texts)
    (note,) = found.notes
    assert note.startswith("base/kustomization.yaml:2:3: not rendered: it names 'https://")
    assert not called.exists()


def test_nothing_is_run_on_aliases_that_grow_without_end(tmp_path, fake):
    called = fake("exit 1")
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    texts = {**BASE, "base/pod.yaml": POD + "\n".join(lines)}
    found = rendered(tmp_path / "scanned", texts)
    (note,) = found.notes
    assert "not rendered: aliases stand for more than" in note
    assert not called.exists()


def test_without_the_option_nothing_is_run(tmp_path, fake):
    called = fake("exit 1")
    read_files(inputs(tmp_path, BASE), "eksnetlint:", tmp_path)
    assert not called.exists()


def test_without_a_program_the_run_ends(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Mistake, match="--render needs kubectl or kustomize"):
        rendered(tmp_path, BASE)


def test_a_program_sees_no_surroundings(tmp_path, fake, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    monkeypatch.setenv("KUBECONFIG", "/somewhere")
    seen = tmp_path / "seen"
    fake(f'export > "{seen}"; echo "$@" >> "{seen}"')
    rendered(tmp_path / "scanned", BASE)
    text = seen.read_text()
    assert "hush" not in text
    assert "/somewhere" not in text
    assert str(Path.home()) not in [
        line.partition("=")[2].strip("'\"") for line in text.splitlines()
    ]
    assert text.splitlines()[-1] == "kustomize top"


def test_time_runs_out_for_one_and_for_all(tmp_path, fake, monkeypatch):
    monkeypatch.setattr(reader, "SECONDS", 0.2)
    fake("/bin/sleep 30")
    texts = {f"{name}/kustomization.yaml": "namespace: x\n" for name in "abc"}
    folders = {name: Kustomization(name, None, (), ()) for name in "abc"}
    scanned = tmp_path / "scanned"
    inputs(scanned, texts)
    start = time.monotonic()
    found = reader.render(folders, list(texts), scanned, seconds=0.3)
    assert time.monotonic() - start < 10
    late = "kubectl took longer than"
    assert found.notes[0] == f"a/kustomization.yaml: not rendered: {late} 0.2 seconds"
    assert found.notes[1].startswith(f"b/kustomization.yaml: not rendered: {late} 0.")
    assert found.notes[2].endswith("c/kustomization.yaml: not rendered: no time is left for it")


def test_what_is_not_yaml_declares_nothing(tmp_path, fake):
    fake("echo 'a: [' ; echo '{{ x }}'")
    found = rendered(tmp_path / "scanned", BASE)
    assert workloads(found) == []


def test_a_component_is_nothing_by_itself(tmp_path, fake):
    called = fake("exit 1")
    text = "kind: Component\npatches: [{path: p.yaml}]\n"
    found = rendered(tmp_path / "scanned", {"c/kustomization.yaml": text, "c/p.yaml": PATCH})
    assert found.notes == []
    assert not called.exists()


@needs_kubectl
def test_a_scan_may_lie_outside_the_root(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    inputs(tmp_path / "scanned", BASE)
    given = [
        Input(f"../scanned/{path}", partial(text.encode, "utf-8")) for path, text in BASE.items()
    ]
    found = read_files(given, "eksnetlint:", root, rendering=True)
    assert found.notes == []
    assert [pod.span.path for pod in workloads(found)] == ["../scanned/base/pod.yaml"]


@needs_kubectl
def test_a_labels_transformer_is_placed_at_its_pair(tmp_path):
    over = f"{OVER}labels: [{{pairs: {{app: shop}}}}]\n"
    (pod,) = workloads(rendered(tmp_path, {**BASE, "over/kustomization.yaml": over}))
    label = pod.labels.items["app"]
    assert seen(label.origin.span) == ("over/kustomization.yaml", "app: shop")


@needs_kubectl
def test_a_scan_tells_what_it_did_not_render(tmp_path):
    remote = "resources: ['https://example.com/pod.yaml']\n"
    inputs(tmp_path, {**BASE, "far/kustomization.yaml": remote})
    result = CliRunner().invoke(app, ["scan", str(tmp_path), "--render"])
    assert result.exit_code == 0
    note = "far/kustomization.yaml:1:13: not rendered: it names 'https://example.com/pod.yaml'"
    assert note in result.stderr
    inspected = CliRunner().invoke(app, ["inspect", str(tmp_path), "--render"])
    assert note in inspected.stderr
    assert "Pod web" in inspected.stdout
