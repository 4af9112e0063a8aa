"""The account of a scan, for people; it goes beside the result, not into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from eksnetlint.finding import ClusterSummary, Finding, Report
from eksnetlint.reports.visible import visible
from eksnetlint.rule import Severity

_MOST_LOOSE = 4
_MOST_NOTES = 20


def render_summary(report: Report, *, quiet: bool) -> str:
    """What was recognised, read, found and left open; ``quiet`` keeps only the last two."""
    lines = [] if quiet else [*_clusters(report.clusters), _files(report), *_notes(report.notes)]
    lines += [_findings(report), *_open_reasons(report)]
    return "".join(f"{visible(line)}\n" for line in lines)


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, worst first, zeros included."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def count(number: int, noun: str) -> str:
    """A number with its noun, given in the singular: "1 policy", "2 policies"."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{number} {noun[:-1]}ies"
    return f"{number} {noun}{'es' if noun.endswith(('s', 'x', 'ch', 'sh')) else 's'}"


def _clusters(clusters: Sequence[ClusterSummary]) -> Iterator[str]:
    """A line for each declared cluster; many folders of loose manifests share one."""
    loose = [cluster for cluster in clusters if not cluster.is_declared]
    shown = clusters if len(loose) <= _MOST_LOOSE else [c for c in clusters if c.is_declared]
    yield from map(_cluster, shown)
    if len(loose) > _MOST_LOOSE:
        totals: Counter[str] = Counter()
        for cluster in loose:
            totals.update(cluster.counts)
        kinds = ", ".join(count(number, kind) for kind, number in totals.items())
        yield f"manifests in {len(loose)} places, judged apart: {kinds} ({loose[0].join})"


def _cluster(cluster: ClusterSummary) -> str:
    kinds = [count(number, kind.replace("_", " ")) for kind, number in cluster.counts.items()]
    files = count(len(cluster.paths), "file")
    join = f" ({cluster.join})" if cluster.join else ""
    return f"{cluster.title}: {', '.join(kinds) or 'nothing'} in {files}{join}"


def _files(report: Report) -> str:
    read = f"{count(report.files_read, 'file')} read"
    if not report.files_read:
        read = "nothing to check here: 0 files read"
    if not report.skipped:
        return read
    reasons = ", ".join(f"{number} {reason}" for reason, number in sorted(report.skipped.items()))
    return f"{read}, {sum(report.skipped.values())} skipped: {reasons}"


def _notes(notes: Sequence[str]) -> Iterator[str]:
    yield from notes[:_MOST_NOTES]
    if len(notes) > _MOST_NOTES:
        yield f"{len(notes) - _MOST_NOTES} more not rendered; eksnetlint inspect --render names all"


def _findings(report: Report) -> str:
    counts = count_severities(report.findings)
    told = [count(number, severity.value) for severity, number in counts.items() if number]
    found = f"{count(len(report.findings), 'finding')}: {', '.join(told)}" if told else "no finding"
    return f"{found}; {report.suppressed} suppressed" if report.suppressed else found


def _open_reasons(report: Report) -> Iterator[str]:
    """One line for each distinct reason, the most frequent first."""
    reasons = Counter(str(finding.reason) for finding in report.open)
    for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count(number, 'check')} open: {reason}"
