"""Rules as pages of Markdown, with what a scan really says about their examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from eksnetlint.model.declared import NOTHING
from eksnetlint.model.linking import link as linked
from eksnetlint.readers.files import Input, read_files
from eksnetlint.reports.markdown_text import code, escaped, fence, inline, link, prose
from eksnetlint.reports.rule_address import document_address, page_address
from eksnetlint.reports.text import render_text
from eksnetlint.rule import AnyOf, Comparison, Example, ExampleKind, Predicate, Rule, SeverityCase
from eksnetlint.rulebook import load_rules
from eksnetlint.scan import Scene, Settings, report_on
from eksnetlint.suppressions import MARK

# The formats of examples as people write them, in the order of pages.
FORMATS = {
    "eksctl": "eksctl",
    "terraform": "Terraform",
    "kubernetes": "Kubernetes",
    "karpenter": "Karpenter",
}
_MARKER = re.compile(r"[ \t]*# <- (?:finding|open)[ \t]*$", re.MULTILINE)
_IGNORED = re.compile(re.escape(MARK) + r"\s*ignore\[([^\]\n]*)\]")
_LANGUAGES = {"tf": "hcl", "tfvars": "hcl", "yaml": "yaml", "yml": "yaml", "json": "json"}


def render_markdown(rule: Rule, *, tags: str = "") -> str:
    """All that a rule document says, and what a scan prints for its examples.

    ``tags`` is the address of a page with a heading for each tag.
    """
    parts = [
        f"# {escaped(rule.title)}",
        code(rule.id),
        "\n".join(_particulars(rule, tags)),
        f"## Why\n\n{prose(rule.why)}",
        f"## Fix\n\n{prose(rule.fix)}",
        f"## When it is right to ignore it\n\n{prose(rule.false_positives)}",
        _ignoring(rule),
        *_examples(rule),
        "## Sources\n\n" + "\n".join(_references(rule)),
    ]
    return "\n\n".join(parts) + "\n"


def render_rules_markdown(
    rules: Iterable[Rule], address: Callable[[Rule], str | None] = page_address
) -> str:
    """A table of rules; ``address`` says where the page of each is."""
    lines = ["| rule | severity | formats | what goes wrong |", "| --- | --- | --- | --- |"]
    for rule in rules:
        where = address(rule)
        name = link(code(rule.id), where) if where else code(rule.id)
        title = escaped(rule.title) + (" (off by default)" if rule.pedantic else "")
        formats = ", ".join(FORMATS.get(name, name) for name in formats_of(rule))
        lines.append(f"| {name} | {', '.join(rule.severity_words)} | {formats} | {title} |")
    return "\n".join(lines) + "\n"


def formats_of(rule: Rule) -> tuple[str, ...]:
    """The formats in which the rule has something to say, in the order of pages."""
    judged = {item.format for item in rule.examples if item.kind is not ExampleKind.GOOD}
    return tuple(sorted(judged, key=[*FORMATS, *sorted(judged)].index))


def _particulars(rule: Rule, tags: str) -> Iterator[str]:
    usual, *cases = [rule.severity.value, *map(_case, rule.severities)]
    yield f"- **Severity:** {'; '.join([usual, *cases])}"
    yield f"- **Confidence:** {rule.confidence.value}"
    if rule.pedantic:
        yield "- **Off by default:** `--pedantic` or `--select` turns it on"
    if formats := [FORMATS.get(name, name) for name in formats_of(rule)]:
        yield f"- **Formats:** {', '.join(formats)}"
    if rule.tags:
        told = (link(tag, f"{tags}#{tag}") if tags else tag for tag in rule.tags)
        yield f"- **Tags:** {', '.join(told)}"
    holds = [f"{FORMATS.get(name, name)} {code(text)}" for name, text in rule.versions.items()]
    yield f"- **True as of:** {'; '.join([rule.as_of, *holds])}"
    if rule.security_severity:
        yield f"- **Security severity:** {rule.security_severity} of 10"
    yield f"- **Since:** {rule.since}"


def _case(case: SeverityCase) -> str:
    return f"{case.severity.value} where {_told(case.when)}"


def _told(predicate: Predicate) -> str:
    return " and ".join(map(_term, predicate.terms))


def _term(term: Comparison | AnyOf) -> str:
    if isinstance(term, Comparison):
        return code(term.text)
    return " or ".join(_told(alternative) for alternative in term.alternatives)


def _examples(rule: Rule) -> Iterator[str]:
    """The first bad and the first good example of each format, and one that stays open."""
    formats = formats_of(rule)
    if not formats:
        return
    yield "## Examples"
    for name in formats:
        bad = _first(rule, ExampleKind.BAD, name)
        good = _first(rule, ExampleKind.GOOD, name)
        if bad:
            yield f"### {FORMATS.get(name, name)}\n\nWith the mistake:\n\n{_shown(bad)}"
            yield _scanned(rule, bad)
            if good:
                yield f"Without it:\n\n{_shown(good)}"
    still_open = next((item for item in rule.examples if item.kind is ExampleKind.OPEN), None)
    if still_open:
        yield f"### What stays open\n\n{_shown(still_open)}"
        yield _scanned(rule, still_open)
    if address := document_address(rule):
        where = link("the document of the rule", address)
        yield f"All {len(rule.examples)} examples are in {where}."


def _first(rule: Rule, kind: ExampleKind, format: str) -> Example | None:
    found = (item for item in rule.examples if (item.kind, item.format) == (kind, format))
    return next(found, None)


def _shown(example: Example) -> str:
    texts = []
    for name, text in example.files.items():
        language = _LANGUAGES.get(name.rpartition(".")[2], "text")
        title = f"{code(name)}:\n\n" if len(example.files) > 1 else ""
        texts.append(title + fence(_unmarked(text), language))
    return "\n\n".join(texts)


def _unmarked(text: str) -> str:
    """An example without the marks that its test is made of."""
    return _MARKER.sub("", text)


def _scanned(rule: Rule, example: Example) -> str:
    """A scan of the example, as it looks in a terminal."""
    is_open = example.kind is ExampleKind.OPEN
    chosen = _chosen(rule, example)
    files = next(iter(example.files)) if len(example.files) == 1 else "."
    names = ",".join(one.id for one in chosen)
    command = f"$ eksnetlint scan {files} --select {names}{' --show-open' if is_open else ''}"
    return fence(f"{command}\n{scan_text(rule, example, chosen)}", "console")


def scan_text(rule: Rule, example: Example, chosen: Sequence[Rule]) -> str:
    """What a scan of an example with the chosen rules writes to standard output."""
    inputs = [
        Input(name, lambda text=text: _unmarked(text).encode())  # type: ignore[misc]
        for name, text in example.files.items()
    ]
    files = read_files(inputs, MARK)
    scene = Scene(Path(), files, linked(files.reading.objects, NOTHING))
    known = {one.id: one for one in (*_built_in(), rule)}
    report = report_on(Settings((), tuple(known.values()), tuple(chosen)), scene)
    return render_text(report, color=False, show_open=example.kind is ExampleKind.OPEN)


def _chosen(rule: Rule, example: Example) -> tuple[Rule, ...]:
    """The rule, and those that ignore comments of the example name: these must run as well."""
    named = {
        name.strip()
        for text in example.files.values()
        for match in _IGNORED.finditer(text)
        for name in match[1].split(",")
    }
    others = (one for one in _built_in() if one.id in named and one.id != rule.id)
    return (rule, *others)


@cache
def _built_in() -> tuple[Rule, ...]:
    return load_rules()


def _ignoring(rule: Rule) -> str:
    return (
        "To ignore one finding, write on its line or on the line above:\n\n"
        + fence(f"# eksnetlint: ignore[{rule.id}] the reason", "yaml")
        + "\n\nIn Terraform the comment may also begin with `//` or stand between `/*` and `*/`."
    )


def _references(rule: Rule) -> Iterator[str]:
    for item in rule.references:
        yield f"- {link(escaped(item.title), f'<{item.url}>')}: {inline(item.says)}"
