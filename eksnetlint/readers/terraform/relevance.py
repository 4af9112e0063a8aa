"""Which Terraform files are worth evaluating."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from eksnetlint.source.text import Source

# All that is read of Terraform has one of these words in its type, in the source of its module,
# or in the text that starts a node.
TELLING = re.compile("eks|kube|helm|user_data", re.IGNORECASE)
_LOCAL_CALL = re.compile(r"""\bsource"?[ \t]*[=:][ \t]*"(\.\.?(?:/[^"\n]*)?)\"""")
_SUFFIXES = (".tf", ".tofu", ".tfvars", ".tf.json", ".tofu.json", ".tfvars.json")
# Values for modules, which may lie in any other folder.
_VALUES = (".tfvars", ".tfvars.json", "terragrunt.hcl")


def is_terraform_path(path: str) -> bool:
    """Whether a file is Terraform's by its name."""
    return path.endswith(_SUFFIXES) or posixpath.basename(path) == "terragrunt.hcl"


def is_plan(text: str) -> bool:
    """Whether a text is what ``terraform show -json`` writes of a plan or a state.

    Both have a version of their format and one of these (Terraform docs, JSON Output Format).
    """
    return text.lstrip(" \t\r\n").startswith("{") and all(
        any(f'"{name}"' in text for name in names)
        for names in (("format_version",), ("planned_values", "resource_changes", "root_module"))
    )


def relevant(sources: Sequence[Source]) -> list[Source]:
    """The files of all modules that tell of EKS or Kubernetes, call such a one or are called.

    A module counts as a whole, with all that it is joined to by local calls. Files of values are
    kept for any of them. A call of what is not among the files may lead anywhere.
    """
    scanned = {posixpath.dirname(source.path) for source in sources}
    neighbours: dict[str, set[str]] = defaultdict(set)
    telling: set[str] = set()
    for source in sources:
        folder = posixpath.dirname(source.path)
        for call in _LOCAL_CALL.finditer(source.text):
            called = posixpath.normpath(posixpath.join(folder, call[1]))
            called = "" if called == "." else called
            neighbours[folder].add(called)
            neighbours[called].add(folder)
            if called not in scanned:
                telling.add(folder)
        if TELLING.search(source.text):
            telling.add(folder)
    wanted = _reached(telling, neighbours)
    return [
        source
        for source in sources
        if posixpath.dirname(source.path) in wanted or (wanted and source.path.endswith(_VALUES))
    ]


def _reached(start: Iterable[str], neighbours: dict[str, set[str]]) -> set[str]:
    """All that can be come to from the start."""
    reached: set[str] = set()
    todo = list(start)
    while todo:
        folder = todo.pop()
        if folder not in reached:
            reached.add(folder)
            todo += neighbours[folder]
    return reached
