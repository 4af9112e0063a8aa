"""The commands about rules themselves: rules, explain, facts."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from eksnetlint.options import RuleFolders
from eksnetlint.outcome import Color, is_colored

rules_app = typer.Typer(
    invoke_without_command=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    help="List the rules; make new ones and try their examples out.",
    subcommand_metavar="[COMMAND]",
)


class ListFormat(str, Enum):
    """A way to write what is listed or explained."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


Written = Annotated[ListFormat, typer.Option(help="What is written to standard output.")]


@rules_app.callback()
def list_rules(
    context: typer.Context,
    rules: RuleFolders = None,
    output_format: Written = ListFormat.TEXT,
) -> None:
    """List the rules: severity, id, title. The commands make new rules and try them out."""
    if context.invoked_subcommand is not None:
        return
    from eksnetlint.rulebook import load_rules

    found = load_rules(rules or [])
    if output_format is ListFormat.JSON:
        from eksnetlint.rule_record import rules_as_json

        sys.stdout.write(rules_as_json(found))
        return
    if output_format is ListFormat.MARKDOWN:
        from eksnetlint.rule_page import render_rules_markdown

        sys.stdout.write(render_rules_markdown(found))
        return
    from eksnetlint.explanation import render_list

    sys.stdout.write(render_list(found))


@rules_app.command("new")
def new_rule(
    name: Annotated[
        str, typer.Argument(help="The id of the rule: what is wrong.", show_default=False)
    ],
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="The folder of your rule documents.")
    ] = Path("rules"),
) -> None:
    """Write a rule to start from, with examples that hold.

    Then try it out: eksnetlint rules test DIR
    """
    from eksnetlint import scaffold

    path = scaffold.new_rule(name, folder)
    sys.stdout.write(f"{path}\n")
    sys.stderr.write(f"Try its examples out with: eksnetlint rules test {folder}\n")


@rules_app.command("test")
def try_rules(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DIR]...",
            help="Folders of rule documents.  [default: the built-in and installed rules]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Try the examples of rules out: each must give just the verdicts that are marked in it.

    A rule without a bad and a good example fails too. Exit codes: 0 all hold, 1 some do not.
    """
    from eksnetlint.rulebook import load_rules, within
    from eksnetlint.trial_report import tell_trials

    everything = load_rules(folders or ())
    failures, summary = tell_trials(within(everything, folders or ()), everything)
    sys.stdout.write("".join(f"{line}\n" for line in failures))
    sys.stderr.write(": ".join(summary) + "\n")
    raise typer.Exit(1 if failures else 0)


@rules_app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of rule documents, with all facts, for an editor to complete."""
    from eksnetlint.packs import installed_packs
    from eksnetlint.rule_schema import editor_schema

    installed_packs()
    sys.stdout.write(editor_schema())


def explain(
    rule: Annotated[str, typer.Argument(help="The id of a rule.", show_default=False)],
    rules: RuleFolders = None,
    output_format: Written = ListFormat.TEXT,
    color: Annotated[Color, typer.Option(help="Colour the text output.")] = Color.AUTO,
) -> None:
    """Tell why a rule matters, how to mend what it finds, and its sources."""
    from eksnetlint.rulebook import find, load_rules

    found = find(load_rules(rules or []), rule)
    if output_format is ListFormat.JSON:
        from eksnetlint.rule_record import rule_as_json

        sys.stdout.write(rule_as_json(found))
    elif output_format is ListFormat.MARKDOWN:
        from eksnetlint.rule_page import render_markdown

        sys.stdout.write(render_markdown(found))
    else:
        from eksnetlint.explanation import render_explanation

        sys.stdout.write(render_explanation(found, color=is_colored(color)))


def list_facts(
    subject: Annotated[
        str | None, typer.Argument(help="Only this kind of object.", show_default=False)
    ] = None,
    output_format: Written = ListFormat.TEXT,
) -> None:
    """List what rules can ask: the facts of each kind of object, their types and meanings."""
    from eksnetlint import fact_list
    from eksnetlint.packs import installed_packs

    installed_packs()
    entries = fact_list.fact_entries(subject)
    write = {
        ListFormat.TEXT: fact_list.as_text,
        ListFormat.JSON: fact_list.as_json,
        ListFormat.MARKDOWN: fact_list.as_markdown,
    }[output_format]
    sys.stdout.write(write(entries))
