"""The whole flow: find files, read them, link clusters, judge, suppress."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eksnetlint.discovery import Discovery, Found, discover, relative
from eksnetlint.finding import ClusterSummary, Finding, Report
from eksnetlint.judge import Judgement, judge
from eksnetlint.model.claims import Claim, as_seen
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import NOTHING, Declarations
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Files, Input, Load, read_files
from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.rule import Confidence, Rule
from eksnetlint.suppressions import MARK, suppress

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a scan is asked to do. ``rules`` are the chosen ones of ``all_rules``.

    What is less sure than ``min_confidence`` is left out of the report.
    """

    paths: tuple[Path, ...]
    all_rules: tuple[Rule, ...]
    rules: tuple[Rule, ...]
    declared: Declarations = NOTHING
    ignores: bool = True
    terraform: tuple[RootSetting, ...] = ()
    claims: tuple[Claim, ...] = ()
    rendering: bool = False
    min_confidence: Confidence = Confidence.LOW


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that was read, linked into clusters."""

    root: Path
    files: Files
    clusters: tuple[Cluster, ...]


def scan(settings: Settings) -> Report:
    """Read, judge, and account for it. Raises NotFound for a path that is not there."""
    scene = read(
        settings.paths,
        settings.declared,
        settings.terraform,
        settings.claims,
        ignores=settings.ignores,
        rendering=settings.rendering,
    )
    return report_on(settings, scene)


def report_on(settings: Settings, scene: Scene) -> Report:
    """Judge what was read, and account for it."""
    return _report(settings, scene, judge(settings.rules, scene.clusters))


def read(
    paths: Sequence[Path],
    declared: Declarations,
    terraform: Sequence[RootSetting] = (),
    claims: Sequence[Claim] = (),
    *,
    ignores: bool = True,
    rendering: bool = False,
) -> Scene:
    """Find and read files, and link what they declare."""
    discovery = discover([path for path in paths if path != STDIN], ignores=ignores)
    inputs = {item.path: item for item in _inputs(discovery)}
    for path in (name for setting in terraform for name in setting.variable_files):
        # Files that were asked for by name are read wherever they lie.
        file = Found(discovery.root / path, path, is_explicit=True)
        inputs[path] = Input(path, _loader(file), is_terraform=True)
    if STDIN in paths:
        inputs["<stdin>"] = Input("<stdin>", sys.stdin.buffer.read)
    files = read_files(inputs.values(), MARK, discovery.root, terraform, rendering=rendering)
    scanned = [relative(path.resolve(), discovery.root) for path in paths if path != STDIN]
    base = _base(paths, discovery.root)
    seen = as_seen(claims, scanned, files.unread)
    clusters = link(files.reading.objects, declared, base, seen)
    return Scene(discovery.root, files, clusters)


def _inputs(discovery: Discovery) -> Iterable[Input]:
    charts = {
        item.path.removesuffix("Chart.yaml") + "templates/"
        for item in discovery.files
        if item.file.name == "Chart.yaml"
    }
    for item in discovery.files:
        folders = item.path.split("/")
        above = ("/".join(folders[:end]) + "/" for end in range(1, len(folders)))
        is_chart = not item.is_explicit and any(folder in charts for folder in above)
        yield Input(item.path, _loader(item), is_chart)


def _loader(item: Found) -> Load:
    def load() -> bytes | None:
        try:
            return item.file.read_bytes()
        except OSError:
            return None

    return load


def _base(paths: Sequence[Path], root: Path) -> str:
    """The scanned folder, from the root; "" where there are several or it is the root."""
    folders = [path for path in paths if path != STDIN and path.is_dir()]
    if len(folders) != 1 or not folders[0].resolve().is_relative_to(root):
        return ""
    base = folders[0].resolve().relative_to(root).as_posix()
    return "" if base == "." else base + "/"


def _report(settings: Settings, scene: Scene, judgement: Judgement) -> Report:
    by_id = {rule.id: rule for rule in settings.rules}
    findings = _distinct([*judgement.findings, *_flawed(scene.files.reading.flaws, by_id)])
    result = suppress(
        findings,
        _distinct(judgement.open),
        scene.files.comments,
        settings.all_rules,
        settings.rules,
    )
    shown = _distinct([*result.findings, *_flawed(result.flaws, by_id)])
    least = settings.min_confidence.rank
    return Report(
        root=scene.root,
        findings=tuple(item for item in shown if item.confidence.rank <= least),
        open=tuple(item for item in result.open if item.confidence.rank <= least),
        rules=settings.rules,
        suppressed=result.count,
        files_read=scene.files.read,
        skipped=dict(sorted(scene.files.skipped.items())),
        clusters=tuple(_summary(cluster) for cluster in scene.clusters),
        undecided=judgement.undecided,
        notes=tuple(scene.files.notes),
    )


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """In order, each once: what several evaluations of one text agree on is one finding."""
    found = {(finding.order, str(finding.reason)): finding for finding in findings}
    return sorted(found.values(), key=lambda finding: finding.order)


def _flawed(flaws: Iterable[Flaw], rules: dict[str, Rule]) -> Iterable[Finding]:
    for flaw in flaws:
        rule = rules.get(flaw.rule)
        if rule is not None:
            yield Finding(rule, rule.severity, rule.confidence, flaw.message, flaw.span)


_COUNTED = (
    ("node group", "node_groups"),
    ("workload", "workloads"),
    ("Service", "services"),
    ("network policy", "network_policies"),
    ("security group policy", "security_group_policies"),
)


def _summary(cluster: Cluster) -> ClusterSummary:
    counts: Counter[str] = Counter()
    for noun, name in _COUNTED:
        counts[noun] = len(getattr(cluster, name))
    present = {noun: number for noun, number in counts.items() if number}
    join = f"declared in {cluster.claim.source}" if cluster.claim else cluster.join.value
    is_declared = bool(cluster.declarations or cluster.claim)
    return ClusterSummary(cluster.title, present, cluster.paths, join, is_declared)
