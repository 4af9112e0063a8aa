"""Which folders hold copies of one thing: environments, releases, examples."""

from __future__ import annotations

import re

# Folders whose subfolders (or files) are alternatives to each other, or are parts of a program's
# sources and have nothing to do with each other.
_HOLDS_COPIES = frozenset(
    """accounts assets charts clusters cmd content demo demos docs e2e env environment environments
    envs example examples fixtures hack integration internal overlay overlays pkg regions release
    releases sample samples scripts src stages test testdata tests third_party variants vendor
    versions website""".split()
)
_HOLDS_EXAMPLES = frozenset(
    "demo demos docs example examples sample samples test testdata tests".split()
)
# Folders that are themselves one of several copies: environments, versions, regions.
_IS_COPY = re.compile(
    r"""(?:.*[-_])?(?:dev|development|test|testing|qa|uat|stag|stage|staging|preprod|pre-prod|prod
    |production|nonprod|non-prod|sandbox|live|canary)(?:[-_].*)?
    |v?\d+(?:[._]\d+)+.*|v\d+(?:alpha|beta)?\d*|(?:us|eu|ap|sa|ca|me|af|il|mx)(?:-gov)?-[a-z]+-\d""",
    re.VERBOSE | re.IGNORECASE,
)


def copy_of(path: str) -> str:
    """The deepest folder on a path that is one of several copies; "" for the main tree.

    ``path`` is relative to what is scanned. A file right inside a folder of copies, such as
    ``examples/01.yaml``, is a copy of its own.
    """
    parts = path.split("/")
    if parts[-1] == "Chart.yaml":
        # A chart is rendered with its own values, which no cluster need have.
        return "/".join(parts[:-1]) or "."
    for index in range(len(parts) - 1, 0, -1):
        folder = parts[index - 1]
        if folder.lower() in _HOLDS_COPIES:
            return "/".join(parts[: index + 1])
        if _IS_COPY.fullmatch(folder):
            return "/".join(parts[:index])
    return ""


def example_of(path: str) -> str:
    """The copy a path is in where it is an example or a test, "" elsewhere.

    Environments of one cluster are told apart by its name; examples all use the same names.
    """
    copy = copy_of(path)
    return copy if _HOLDS_EXAMPLES & set(copy.lower().split("/")) else ""
