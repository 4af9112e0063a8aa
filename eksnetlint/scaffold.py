"""A new rule to start from: a document whose examples hold."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from eksnetlint import __version__
from eksnetlint.mistakes import Mistake

SCHEMA = "https://raw.githubusercontent.com/eksnetlint/eksnetlint/main/schemas/rule.schema.json"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class BadName(Mistake):
    """A name that no rule can have, or whose file is there already."""


def new_rule(name: str, folder: Path) -> Path:
    """Write the document of a new rule into a folder, which is made. Raises BadName."""
    if not _NAME.fullmatch(name):
        raise BadName(
            f"'{name}' cannot be the id of a rule: lower-case words joined by dashes, "
            "such as windows-nodes-without-taint"
        )
    path = folder / f"{name}.yaml"
    if path.exists():
        raise BadName(f"{path} is there already")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_document(name), encoding="utf-8")
    except OSError as error:
        raise BadName(f"{path} cannot be written: {error.strerror or error}") from error
    return path


def _document(name: str) -> str:
    title = name.replace("-", " ").capitalize()
    today = datetime.date.today().isoformat()
    return _TEMPLATE.format(id=name, title=title, today=today, since=__version__, schema=SCHEMA)


# It is a rule that works, so that each part shows what it is for. Braces are doubled for format().
_TEMPLATE = """\
# yaml-language-server: $schema={schema}
# `eksnetlint facts` lists what rules can ask; `eksnetlint rules test DIR` tries the examples out.
id: {id}
title: {title}
severity: warning            # error, warning or note
confidence: high             # high, medium or low
tags: [scheduling]
since: "{since}"
subject: node_group          # what is judged, one by one
when:                        # which of them; all lines must hold
  - node_group.os == "windows"
require:                     # what must hold for these; false: a finding, unknown: an open verdict
  - node_group.max_pods <= 100
at: node_group.max_pods      # the fact whose place the finding points at
message: >-
  Say the consequence first: node group '{{node_group.name}}' allows {{node_group.max_pods}} pods.
why: |
  The mechanism, in a few sentences.
fix: |
  The remedy in one line that can stand alone.

  eksctl:

      maxPodsPerNode: 100
false_positives: |
  When it is right to ignore a finding.
holds: {{as_of: "{today}"}}  # and kubernetes: ">=1.29", where the claim depends on it
references:
  - title: "The page that says so, and whose it is"
    url: https://example.com/
    says: What it states, in one line of your own words.
examples:
  eksctl:
    - bad: |
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata:
          name: shop
          region: eu-west-1
        nodeGroups:
          - name: windows
            amiFamily: WindowsServer2022CoreContainer
            maxPodsPerNode: 110   # <- finding
    - good: |
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata:
          name: shop
          region: eu-west-1
        nodeGroups:
          - name: windows
            amiFamily: WindowsServer2022CoreContainer
            maxPodsPerNode: 100
    - open: |
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata:
          name: shop
          region: eu-west-1
        nodeGroups:
          - name: windows
            amiFamily: WindowsServer2022CoreContainer
            maxPodsPerNode: ${{MAX_PODS}}   # <- open
"""
