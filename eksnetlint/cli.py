"""The command line: arguments and exit codes; the rest is imported when it is needed."""

from __future__ import annotations

import gc
import os
import signal
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from eksnetlint import __version__
from eksnetlint.options import (
    ConfigurationFile,
    Facts,
    Ignore,
    NoIgnore,
    Paths,
    Render,
    RuleFolders,
    Select,
    ValueFiles,
    Values,
    Why,
    names,
)
from eksnetlint.outcome import Color, FailOn, MinConfidence, exit_code, is_colored
from eksnetlint.reports.formats import Format
from eksnetlint.rule_commands import explain, list_facts, rules_app

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Find what breaks Windows networking on Amazon EKS, before it is deployed.",
    epilog="Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run.",
)


@app.command(no_args_is_help=False)
def scan(
    paths: Paths = None,
    select: Select = None,
    ignore: Ignore = None,
    pedantic: Annotated[
        bool, typer.Option("--pedantic", help="Use the rules that are off by default too.")
    ] = False,
    min_confidence: Annotated[
        MinConfidence | None,
        typer.Option(
            help="Show only what is at least this sure.  [default: low]", show_default=False
        ),
    ] = None,
    rules: RuleFolders = None,
    fact: Facts = None,
    var: Values = None,
    var_file: ValueFiles = None,
    config: ConfigurationFile = None,
    render: Render = False,
    output_format: Annotated[
        Format,
        typer.Option(help="What is written to standard output.", envvar="EKSNETLINT_OUTPUT_FORMAT"),
    ] = Format.TEXT,
    output: Annotated[
        list[str] | None,
        typer.Option(
            help="Write a report to a file as well, in a format of its own (repeatable).",
            metavar="FORMAT:PATH",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="The lowest severity that makes the exit code 1.")
    ] = FailOn.WARNING,
    fail_on_open: Annotated[
        bool, typer.Option("--fail-on-open", help="Open verdicts make the exit code 1 too.")
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 in spite of findings.")
    ] = False,
    show_open: Annotated[
        bool, typer.Option("--show-open", help="Show what could not be decided, and why.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Only the counts on standard error.")
    ] = False,
    color: Annotated[Color, typer.Option(help="Colour the text output.")] = Color.AUTO,
    no_ignore: NoIgnore = False,
) -> None:
    """Check eksctl files, Terraform and Kubernetes manifests.

    Findings go to standard output, everything else to standard error. Examples:

      eksnetlint scan .

      eksnetlint scan clusters/prod --fact network_policy_engine=calico

      eksnetlint scan infra --var-file infra/envs/prod.tfvars

      terraform show -json plan.out | eksnetlint scan -

      kubectl get deploy,netpol -A -o yaml | eksnetlint scan -

      eksnetlint scan . --output sarif:eksnetlint.sarif --fail-on error
    """
    from eksnetlint import scan as flow
    from eksnetlint.configuration import configuration_for
    from eksnetlint.delivery import Destination, deliver, destinations
    from eksnetlint.model.declared import declarations
    from eksnetlint.reports.summary import render_summary
    from eksnetlint.rule import Confidence
    from eksnetlint.rulebook import load_rules
    from eksnetlint.variables import settings_for

    wanted: list[Destination] = destinations(output or [])
    declared = declarations(fact or [])
    given = tuple(paths or [Path()])
    root, configured = configuration_for(given, config)
    asked = configured.rules.with_options(
        rules or (), names(select), names(ignore), pedantic=pedantic
    )
    all_rules = load_rules(asked.folders, with_examples=False)
    settings = flow.Settings(
        given,
        all_rules,
        asked.chosen(all_rules),
        declared,
        ignores=not no_ignore,
        terraform=settings_for(configured.roots, var or (), var_file or (), root),
        claims=configured.clusters,
        rendering=render,
        min_confidence=Confidence(min_confidence or asked.min_confidence),
    )
    report = flow.scan(settings)
    deliver(report, output_format, wanted, color=is_colored(color), show_open=show_open)
    sys.stderr.write(render_summary(report, quiet=quiet))
    raise typer.Exit(exit_code(report, fail_on, fail_on_open) if not exit_zero else 0)


app.add_typer(rules_app, name="rules")
app.command("explain")(explain)
app.command("facts")(list_facts)


class InspectFormat(str, Enum):
    """A way to write an inspection."""

    TEXT = "text"
    JSON = "json"


@app.command()
def inspect(
    paths: Paths = None,
    fact: Facts = None,
    var: Values = None,
    var_file: ValueFiles = None,
    config: ConfigurationFile = None,
    render: Render = False,
    output_format: Annotated[
        InspectFormat, typer.Option(help="What is written to standard output.")
    ] = InspectFormat.TEXT,
    why: Why = None,
    no_ignore: NoIgnore = False,
) -> None:
    """Show what was understood of the files, and what stayed unknown."""
    from eksnetlint import scan as flow
    from eksnetlint.configuration import configuration_for
    from eksnetlint.inspection import inspect_clusters, render_json, render_text
    from eksnetlint.model.declared import declarations
    from eksnetlint.reports.visible import visible
    from eksnetlint.variables import settings_for

    given = tuple(paths or [Path()])
    root, configured = configuration_for(given, config)
    terraform = settings_for(configured.roots, var or (), var_file or (), root)
    declared, claims = declarations(fact or []), configured.clusters
    scene = flow.read(given, declared, terraform, claims, ignores=not no_ignore, rendering=render)
    sys.stderr.write("".join(f"{visible(note)}\n" for note in scene.files.notes))
    if why is not None:
        from eksnetlint.provenance import as_json, as_text, traced

        found = traced(why, scene.clusters, scene.files.roots)
        sys.stdout.write((as_json if output_format is InspectFormat.JSON else as_text)(found))
        return
    inspection = inspect_clusters(scene.clusters)
    write = render_json if output_format is InspectFormat.JSON else render_text
    sys.stdout.write(write(inspection))


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        sys.stdout.write(f"eksnetlint {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Find what breaks Windows networking on Amazon EKS, before it is deployed."""
    del version


def main() -> None:
    """Run the program: what the user did wrong is one line on standard error and exit code 2."""
    from eksnetlint.mistakes import Mistake

    # Ctrl-C ends the process as it would end any other; click would exit with 1, for findings.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # The process is short and its trees have no cycles: collecting would only cost time.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except Mistake as mistake:
        sys.stderr.write(f"eksnetlint: {mistake}\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone away; writing more, even at exit, would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
