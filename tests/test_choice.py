"""Which rules a run uses: by id, by tag, from the configuration and the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksnetlint.choice import NO_SETTINGS, RuleSettings, choose
from eksnetlint.configuration import configuration
from eksnetlint.configuration_file import BadConfiguration
from eksnetlint.rule_file import BadRule
from eksnetlint.rulebook import load_rules

RULES = load_rules(with_examples=False)
DSR = "windows-dsr-not-enabled"
PEDANTIC = next(rule for rule in RULES if rule.pedantic)


def chosen(select: tuple[str, ...] = (), ignore: tuple[str, ...] = (), pedantic: bool = False):
    return {rule.id for rule in choose(RULES, select, ignore, pedantic=pedantic)}


def test_a_tag_stands_for_all_rules_that_have_it():
    tagged = [rule for rule in RULES if "dsr" in rule.tags]
    assert chosen(("tag:dsr",)) == {rule.id for rule in tagged if not rule.pedantic}
    assert DSR not in chosen(ignore=("tag:dsr",))
    assert chosen(("tag:dsr", "windows-ipv6-cluster"), (DSR,)) == (
        chosen(("tag:dsr",)) | {"windows-ipv6-cluster"}
    ) - {DSR}


def test_a_tag_does_not_bring_rules_that_are_off_by_default():
    tag = f"tag:{PEDANTIC.tags[0]}"
    assert PEDANTIC.id not in chosen((tag,))
    assert PEDANTIC.id in chosen((tag,), pedantic=True)
    assert PEDANTIC.id in chosen((tag, PEDANTIC.id))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("windows-dsr-not-enable", f"did you mean '{DSR}'?"),
        ("tag:scheduing", "no rule has the tag 'scheduing'; did you mean 'tag:scheduling'?"),
        ("tag:zzz", "no rule has the tag 'zzz'; there are "),
        ("no-such-thing", "there is no rule 'no-such-thing'; `eksnetlint rules` lists them"),
        ("windows-ipam", "no rule 'windows-ipam'; did you mean 'windows-ipam-not-enabled'?"),
    ],
)
def test_a_name_that_means_no_rule_is_refused_with_a_hint(name, message):
    for names in ((name,), ()), ((), (name,)):
        with pytest.raises(BadRule, match="no rule") as error:
            chosen(*names)
        assert message in str(error.value)


def test_the_command_line_replaces_the_selection_and_adds_to_the_rest():
    configured = RuleSettings((Path("a"),), ("x",), ("y",), min_confidence="high")
    found = configured.with_options([Path("b")], ["z"], ["w"], pedantic=True)
    assert found == RuleSettings(
        (Path("a"), Path("b")), ("z",), ("y", "w"), pedantic=True, min_confidence="high"
    )
    assert configured.with_options([], [], [], pedantic=False) == configured
    assert NO_SETTINGS.chosen(RULES) == tuple(rule for rule in RULES if not rule.pedantic)


def test_a_configuration_says_which_rules_are_used(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "eksnetlint.yaml").write_text(
        "rules: [ours]\nselect: ['tag:dsr']\nignore:\n  - windows-ipv6-cluster\n"
        "pedantic: true\nmin_confidence: medium\n"
    )
    found = configuration(tmp_path).rules
    assert found.folders == (tmp_path / "ours",)
    assert (found.select, found.ignore) == (("tag:dsr",), ("windows-ipv6-cluster",))
    assert (found.pedantic, found.min_confidence) == (True, "medium")


def test_a_configured_name_that_means_no_rule_is_refused_with_its_line(tmp_path):
    file = tmp_path / "eksnetlint.yaml"
    file.write_text("ignore:\n  - windows-ipv6-cluster\n  - windows-dsr-not-enable\n")
    with pytest.raises(BadRule) as error:
        configuration(tmp_path).rules.chosen(RULES)
    assert str(error.value).startswith(f"{file}:3: there is no rule 'windows-dsr-not-enable'")


def test_a_configured_folder_that_is_not_there_is_refused_with_its_line(tmp_path):
    (tmp_path / "eksnetlint.yaml").write_text("pedantic: true\nrules:\n  - nowhere\n")
    with pytest.raises(BadConfiguration, match=r"eksnetlint\.yaml:3: there is no folder"):
        configuration(tmp_path)
