"""The documentation is true to the rules, and its links lead somewhere."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eksnetlint.model.facts import type_of
from eksnetlint.reports.rule_address import REPOSITORY
from eksnetlint.resources import schemas_folder
from eksnetlint.rule import ExampleKind, Rule
from eksnetlint.rule_page import scan_text
from eksnetlint.rulebook import load_rules

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
}
FENCE = re.compile(r"^(`{3,})(\w*)\n([\s\S]*?)^\1$", re.MULTILINE)
LINK = re.compile(r"\]\(<?([^()<>\s]+)>?\)")
OWN = re.compile(rf"{re.escape(REPOSITORY)}/(?:blob|tree)/main/(.*)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = _loaded(DOCS / "pages.py")


def test_the_pages_made_from_the_rules_are_what_the_rules_say() -> None:
    stale = PAGES.stale()
    assert stale == [], f"run `{PAGES.COMMAND}` and commit what it writes"


def test_a_chapter_or_a_page_lists_every_rule() -> None:
    listed = "".join(text for name, text in TEXTS.items() if "docs/rules/" not in name)
    left_out = [rule.id for rule in load_rules() if f"rules/{rule.id}.md" not in listed]
    assert left_out == [], "name one of their tags in a `<!-- rules tagged: … -->` of docs/"


def test_every_tag_is_explained() -> None:
    tags = {tag for rule in load_rules() for tag in rule.tags}
    assert tags - set(PAGES.TAGS) == set(), "say what they mean in docs/pages.py"


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_link_leads_to_a_file_and_a_heading_of_ours(name: str) -> None:
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", TEXTS[name]))
    found = dict.fromkeys(LINK.findall(prose))
    assert {link: trouble for link in found if (trouble := _trouble(name, link))} == {}


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_reference_is_defined_where_it_is_used(name: str) -> None:
    prose = FENCE.sub("", TEXTS[name])
    used = set(re.findall(r"\]\[([a-z0-9-]+)\]", prose))
    assert used == set(re.findall(r"^\[([a-z0-9-]+)\]: https://", prose, re.MULTILINE))


def _trouble(name: str, address: str) -> str:
    """What is wrong with a link of a page; empty for a sound one, and for those of others."""
    if address.startswith("https://") and not OWN.match(address):
        return ""
    own = OWN.match(address)
    path, _, anchor = (own[1] if own else address).partition("#")
    file = ROOT / path if own else (ROOT / name).parent / path if path else ROOT / name
    if not file.exists():
        return "there is no such file"
    if name.startswith("docs/") and not own and not file.resolve().is_relative_to(DOCS):
        return "the site holds docs/ alone; give the address in the repository"
    if anchor and anchor not in _anchors(file.read_text(encoding="utf-8")):
        return "there is no such heading"
    return ""


def _anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to headings."""
    headings = HEADING.findall(FENCE.sub("", text))
    plain = (re.sub(r"\]\([^)]*\)", "]", heading).lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def test_the_configuration_page_names_every_key() -> None:
    schema = json.loads((schemas_folder() / "config.schema.json").read_text(encoding="utf-8"))
    text = TEXTS["docs/configuration.md"]
    assert [key for key in _keys(schema) if f"`{key}`" not in text] == []


def _keys(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _keys(part)


def test_the_page_on_rules_names_every_key_of_a_rule() -> None:
    schema = json.loads((schemas_folder() / "rule.schema.json").read_text(encoding="utf-8"))
    text = TEXTS["docs/writing-rules.md"]
    assert [key for key in schema["properties"] if not re.search(rf"\b{key}\b", text)] == []


@pytest.fixture
def example(tmp_path: Path) -> Rule:
    """The whole rule that the page on rules shows."""
    texts = [match[3] for match in FENCE.finditer(TEXTS["docs/writing-rules.md"])]
    (document,) = (text for text in texts if "\nid: " in text)
    (tmp_path / "example.yaml").write_text(document, encoding="utf-8")
    (rule,) = (rule for rule in load_rules([tmp_path]) if rule.path.parent == tmp_path)
    return rule


def test_the_rule_of_the_page_on_rules_works(example: Rule) -> None:
    told = {item.kind: scan_text(example, item, [example]) for item in example.examples}
    assert told[ExampleKind.GOOD] == ""
    assert told[ExampleKind.BAD].startswith(f"warning[{example.id}]: Metrics of further pods")
    assert told[ExampleKind.OPEN].startswith(f"open[{example.id}]: ")


def test_the_fact_of_the_page_on_rules_is_one() -> None:
    fences = FENCE.finditer(TEXTS["docs/writing-rules.md"])
    (text,) = (match[3] for match in fences if match[2] == "python")
    told: dict[str, Any] = {}
    exec(compile(text, "writing-rules.md", "exec"), told)
    ((function,),) = told["FACTS"].values()
    assert type_of(function) is not None


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    if importlib.util.find_spec("sphinx") is None and not os.environ.get("CI"):
        pytest.skip("NOT VERIFIED: the site can be built; Sphinx is not installed")
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", str(DOCS), str(tmp_path / "site")]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "site" / "rules" / "windows-dsr-not-enabled.html").read_text("utf-8")
    assert re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=\"(?:https?:)?//", page) == []
