"""The arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files and folders to read; - for standard input.  [default: .]",
        metavar="[PATHS]...",
        show_default=False,
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        help="Use only these rules: ids, or tag:WORD for all with that tag (repeatable, or with "
        "commas).",
        metavar="RULE",
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        help="Leave these rules out: ids, or tag:WORD (repeatable, or with commas).",
        metavar="RULE",
    ),
]
RuleFolders = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="DIR", help="A folder with more rule documents."),
]
Facts = Annotated[
    list[str] | None,
    typer.Option(
        "--fact",
        metavar="KEY=VALUE",
        help="Declare what the files cannot show: network_policy_engine=calico, dsr=enabled, "
        "windows_ipam=true, prefix_delegation=true, kubernetes_version=1.33.",
    ),
]
Values = Annotated[
    list[str] | None,
    typer.Option(
        "--var",
        metavar="[FOLDER:]NAME=VALUE",
        help="Give a Terraform variable a value, as for terraform -var (repeatable). FOLDER says "
        "which root module is meant where there are several: --var infra/prod:region=eu-west-1.",
    ),
]
ValueFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--var-file",
        metavar="[FOLDER:]FILE",
        help="Read values of Terraform variables from a file, as for terraform -var-file "
        "(repeatable; a later file beats an earlier one, --var beats all).",
    ),
]
ConfigurationFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The configuration file.  [default: eksnetlint.yaml, eksnetlint.yml, "
        ".eksnetlint.yaml or [tool.eksnetlint] in pyproject.toml, at the root of the repository]",
        show_default=False,
    ),
]
NoIgnore = Annotated[
    bool,
    typer.Option("--no-ignore", help="Read git-ignored files and folders of dependencies too."),
]
Render = Annotated[
    bool,
    typer.Option(
        "--render",
        help="Render kustomizations with kubectl or kustomize, and check what they give. Nothing "
        "that names a URL or a program is rendered.",
    ),
]
Why = Annotated[
    str | None,
    typer.Option(
        "--why",
        metavar="ADDRESS",
        help="Show only where the values of one thing come from: a Terraform address, with or "
        "without keys and an attribute, such as module.win.aws_eks_node_group.this.ami_type, "
        "or the name of a node group.",
    ),
]


def names(given: list[str] | None) -> tuple[str, ...]:
    """The names of an option that may be repeated and may hold commas."""
    return tuple(name.strip() for option in given or [] for name in option.split(","))
