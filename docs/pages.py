"""Writes the pages that are made from the rules; with --check, says which are stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from eksnetlint.fact_list import as_markdown, fact_entries, subject_meaning
from eksnetlint.reports.markdown_text import code, escaped, link
from eksnetlint.reports.rule_address import is_built_in
from eksnetlint.rule import Rule
from eksnetlint.rule_page import (
    FORMATS,
    formats_of,
    render_markdown,
    render_rules_markdown,
)
from eksnetlint.rulebook import load_rules

DOCS = Path(__file__).parent
COMMAND = "make docs-pages"

# What the words mean by which rules are grouped.
TAGS = {
    "ami": "Images of nodes: families, names, versions.",
    "auto-mode": "EKS Auto Mode.",
    "bootstrap": "User data, and how a node joins the cluster.",
    "calico": "Calico for Windows.",
    "cilium": "Cilium.",
    "cni": "Options of the Amazon VPC CNI and its add-on.",
    "dns": "Names: CoreDNS, kube-proxy's part in it, and what pods ask.",
    "dsr": "Direct Server Return.",
    "eksctl": "What eksctl refuses or passes over.",
    "eni": "Network interfaces of nodes.",
    "fargate": "AWS Fargate.",
    "host-process": "HostProcess pods.",
    "iam": "Roles, policies and access entries of nodes and clusters.",
    "instance-type": "Types of instances, and what they can do.",
    "ipam": "Addresses of pods.",
    "ipv6": "Address families.",
    "karpenter": "NodePools and EC2NodeClasses.",
    "mesh": "Service meshes and their sidecars.",
    "policy": "Network policies, and what enforces them.",
    "prefix-delegation": "Addresses of pods in blocks of 16.",
    "reading": "The files themselves.",
    "scheduling": "Which pods land on which nodes.",
    "security-groups": "Security groups for pods.",
    "service": "Services, load balancers, and how they reach Windows pods.",
    "subnet": "Subnets, and the room in them.",
    "suppression": "Comments that ignore findings.",
    "upgrade": "What a newer version of Kubernetes or EKS changes.",
}
_LIST = re.compile(r"(<!-- rules tagged: ([a-z0-9 -]+) -->\n)[\s\S]*?(<!-- end of rules -->)")
_INDEXES = "[by tag](by-tag.md), [by format](by-format.md), [by subject](by-subject.md)"


def pages() -> dict[str, str]:
    """The text of every page that is wholly or partly generated, by its path in docs/."""
    rules = [rule for rule in load_rules() if is_built_in(rule)]
    made = {f"rules/{rule.id}.md": _rule_page(rule) for rule in rules}
    made["rules/index.md"] = _index(rules)
    made["rules/by-tag.md"] = _by_tag(rules)
    made["rules/by-format.md"] = _by_format(rules)
    made["rules/by-subject.md"] = _by_subject(rules)
    made["facts.md"] = _facts()
    for path in sorted(DOCS.rglob("*.md")):
        name, text = path.relative_to(DOCS).as_posix(), path.read_text(encoding="utf-8")
        if name not in made and _LIST.search(text):
            made[name] = with_lists(text, rules, "../" * name.count("/") + "rules/")
    return made


def stale() -> list[str]:
    """The pages that are not what they would be made to, and those of rules that are gone."""
    made = pages()
    wrong = [name for name, text in made.items() if _written(name) != text]
    return sorted([*wrong, *_left_over(made)])


def write() -> None:
    made = pages()
    for name in _left_over(made):
        (DOCS / name).unlink()
    for name, text in made.items():
        if _written(name) != text:
            (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
            (DOCS / name).write_text(text, encoding="utf-8", newline="\n")


def with_lists(text: str, rules: Sequence[Rule], folder: str) -> str:
    """A chapter with the rules of its tags between its marks."""

    def filled(match: re.Match[str]) -> str:
        tags = set(match[2].split())
        chosen = [rule for rule in rules if tags.intersection(rule.tags)]
        return f"{match[1]}\n{_listed(chosen, folder)}\n\n{match[3]}"

    return _LIST.sub(filled, text)


def _written(name: str) -> str:
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _left_over(made: Iterable[str]) -> list[str]:
    there = (path.relative_to(DOCS).as_posix() for path in DOCS.glob("rules/*.md"))
    return sorted(set(there).difference(made))


def _rule_page(rule: Rule) -> str:
    page = render_markdown(rule, tags="by-tag.md")
    way_back = f"More: [all rules](index.md), {_INDEXES}.\n"
    return f"{_made_from(f'rules/{rule.id}.yaml')}\n{page}\n{way_back}"


def _made_from(what: str) -> str:
    return f"<!-- Made from {what} by `{COMMAND}`. -->\n"


def _index(rules: Sequence[Rule]) -> str:
    table = render_rules_markdown(rules, lambda rule: f"{rule.id}.md")
    return (
        f"{_made_from('rules/')}\n# All rules\n\n"
        f"{len(rules)} rules in alphabetical order; also {_INDEXES}.\n\n{table}"
    )


def _by_tag(rules: Sequence[Rule]) -> str:
    tags = sorted({tag for rule in rules for tag in rule.tags})
    return _grouped("Rules by tag", tags, TAGS.get, lambda tag: _tagged(rules, tag))


def _by_format(rules: Sequence[Rule]) -> str:
    def chosen(title: str) -> list[Rule]:
        return [rule for rule in rules if title in map(FORMATS.get, formats_of(rule))]

    titles = [title for title in FORMATS.values() if chosen(title)]
    intro = "A rule stands under each format in whose files it has something to say."
    return _grouped("Rules by format", titles, lambda _: None, chosen, intro)


def _by_subject(rules: Sequence[Rule]) -> str:
    def told(subject: str) -> str | None:
        if subject == "file":
            return "What the readers find in a file."
        facts = f"[facts](../facts.md#{subject})"
        return f"{subject_meaning(subject)} Its {facts} are what rules compare."

    subjects = sorted({rule.subject for rule in rules})
    intro = "A rule judges one kind of object of the model; the finding points at one of these."
    return _grouped("Rules by subject", subjects, told, lambda name: _of(rules, name), intro)


def _tagged(rules: Iterable[Rule], tag: str) -> list[Rule]:
    return [rule for rule in rules if tag in rule.tags]


def _of(rules: Iterable[Rule], subject: str) -> list[Rule]:
    return [rule for rule in rules if rule.subject == subject]


def _grouped(
    title: str,
    groups: Iterable[str],
    told: Callable[[str], str | None],
    chosen: Callable[[str], list[Rule]],
    intro: str = "",
) -> str:
    parts = [f"# {title}", *([intro] if intro else [])]
    for group in groups:
        parts += [f"## {group}", *filter(None, [told(group)]), _listed(chosen(group), "")]
    return _made_from("rules/") + "\n" + "\n\n".join(parts) + "\n"


def _listed(rules: Iterable[Rule], folder: str) -> str:
    """The worst first."""
    told = sorted(rules, key=lambda rule: (rule.severity.rank, rule.id))
    if not told:
        return "No rule looks at this yet."
    return "\n".join(
        f"- {link(code(rule.id), f'{folder}{rule.id}.md')} "
        f"({' or '.join(rule.severity_words)}): {escaped(rule.title)}"
        for rule in told
    )


def _facts() -> str:
    parts = [
        "# Facts",
        "What the predicates of rules may compare: `subject.fact`, and `cluster.fact` in every "
        "rule. How to use them is told in [Writing rules](writing-rules.md).",
    ]
    parts.append(as_markdown(fact_entries()))
    return _made_from("eksnetlint/model/") + "\n" + "\n\n".join(parts)


def main() -> int:
    """Write the pages, or say which are stale."""
    if "--check" not in sys.argv[1:]:
        write()
        return 0
    wrong = stale()
    for name in wrong:
        print(f"docs/{name} is not what the rules say; run `{COMMAND}`", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
