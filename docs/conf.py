"""How Sphinx makes a site of the Markdown in this folder. The pages stay plain for GitHub."""

from __future__ import annotations

from typing import Any

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Comment, Generic, Keyword, Text

project = "eksnetlint"
author = "the eksnetlint authors"
html_title = project

extensions = ["myst_parser"]
myst_heading_anchors = 3
# Quotes and dashes are left as they are typed.
smartquotes = False
# PowerShell inside YAML, and templates, are no fault of the page.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
# Summaries are fetched page by page, which a browser refuses where the site is read from disk.
html_show_search_summary = False
html_show_copyright = False
html_theme_options = {
    "source_repository": "https://github.com/eksnetlint/eksnetlint/",
    "source_branch": "main",
    "source_directory": "docs/",
}

# The order of pages, by heading. It stands here, since GitHub would show a directive as text.
_CONTENTS = {
    "Use it": [
        "files",
        "configuration",
        "suppressions",
        "output",
        "terraform",
        "joining",
        "rendering",
    ],
    "Guide": [
        "guide/index",
        "guide/addresses",
        "guide/direct-server-return",
        "guide/vpc-cni",
        "guide/network-policy",
        "guide/scheduling",
        "guide/bootstrap",
        "guide/iam",
        "guide/unsupported",
    ],
    "Rules": ["rules/index", "rules/by-tag", "rules/by-format", "rules/by-subject"],
    "Extend it": ["writing-rules", "facts"],
}


class TerminalLexer(RegexLexer):
    """What a terminal shows: commands, and findings as they are coloured there."""

    name = "terminal"
    tokens = {  # noqa: RUF012  # Pygments wants a mapping of the class
        "root": [
            (r"^(\$ )(.*\n)", bygroups(Generic.Prompt, Generic.Strong)),
            (r"^(error\[.*?\]:)(.*\n)", bygroups(Generic.Deleted, Generic.Heading)),
            (r"^(warning\[.*?\]:)(.*\n)", bygroups(Generic.Inserted, Generic.Heading)),
            (r"^((?:note|open)\[.*?\]:)(.*\n)", bygroups(Generic.Subheading, Generic.Heading)),
            (r"^( *= \w+:)(.*\n)", bygroups(Comment, Generic.Emph)),
            (r"^( *(?:-->|:::))(.*\n)", bygroups(Comment, Text)),
            (r"^( *\| *)(\^+)(.*\n)", bygroups(Comment, Keyword, Text)),
            (r"^( *\d* \|)(.*\n)", bygroups(Comment, Text)),
            (r".*\n", Text),
        ]
    }


def _toctree(pages: list[str], caption: str) -> str:
    listed = "\n".join(pages)
    return f"\n\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{listed}\n```\n"


def _add_contents(_: Any, name: str, source: list[str]) -> None:
    if name == "index":
        source[0] += "".join(_toctree(pages, caption) for caption, pages in _CONTENTS.items())
    if name.startswith("rules/") and name not in _CONTENTS["Rules"]:
        # There are too many for a list at the side of every page; the indexes lead to them.
        source[0] = f"---\norphan: true\n---\n\n{source[0]}"


def setup(app: Any) -> None:
    """Give the pages their place in the navigation, and terminals their colours."""
    app.add_lexer("console", TerminalLexer)
    app.connect("source-read", _add_contents)
