"""Paths and spans come out as machines expect them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.reports.places import related_places, relative_uri, utf16_region
from eksnetlint.source.text import Source, Span


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("clusters/prod.yaml", "clusters/prod.yaml"),
        ("clusters/my cluster.yaml", "clusters/my%20cluster.yaml"),
        ("clusters/prod#1/a%b.yaml", "clusters/prod%231/a%25b.yaml"),
        ("é/日本.tf", "%C3%A9/%E6%97%A5%E6%9C%AC.tf"),
        ("a:b/c?.yaml", "a%3Ab/c%3F.yaml"),
        ("file:x.yaml", "file%3Ax.yaml"),
        ("back\\slash.yaml", "back%5Cslash.yaml"),
        ("./a//b.yaml", "a/b.yaml"),
        ("line\nfeed.yaml", "line%0Afeed.yaml"),
        ("latin-\udce9.yaml", "latin-%E9.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("..a/b..yaml", "..a/b..yaml"),
    ],
)
def test_paths_are_relative_and_encoded(path, uri):
    assert relative_uri(path) == uri


@pytest.mark.parametrize("path", ["../a.yaml", "a/../../b.yaml", "/etc/a.yaml", ".", ""])
def test_a_path_outside_the_root_has_no_uri(path):
    assert relative_uri(path) is None


@given(st.text(min_size=1))
def test_a_uri_decodes_to_its_path(path):
    uri = relative_uri(path)
    if uri is not None:
        assert unquote(uri).split("/") == [
            part for part in path.split("/") if part not in ("", ".")
        ]


def slice_utf16(source: Source, region: dict[str, int]) -> str:
    """What a reader that counts in UTF-16 sees at a region."""
    encoded = source.text.encode("utf-16-le")
    starts = [len(source.text[:start].encode("utf-16-le")) for start in source.line_starts]
    first = starts[region["startLine"] - 1] + 2 * (region["startColumn"] - 1)
    last = starts[region["endLine"] - 1] + 2 * (region["endColumn"] - 1)
    return encoded[first:last].decode("utf-16-le")


@pytest.mark.parametrize(
    ("text", "wanted", "region"),
    [
        ("a: x\n", "x", (1, 4, 1, 5)),
        ('a: "😀x"\n', "x", (1, 7, 1, 8)),
        ('a: "😀"\nb: "😀😀y"\n', "y", (2, 9, 2, 10)),
        ("é: 日本\n", "日本", (1, 4, 1, 6)),
        ("a: 1\r\nb: x\r\n", "x", (2, 4, 2, 5)),
        ("a: 1\rb: x\r", "x", (2, 4, 2, 5)),
        ("a: '\u2028\x85\x0c'\nb: x\n", "x", (2, 4, 2, 5)),
        ("\tb\t=\tx\n", "x", (1, 6, 1, 7)),
        ("a:\n  - 😀\n  - c\n", "- 😀\n  - c", (2, 3, 3, 6)),
    ],
)
def test_regions_count_in_utf16_units(make, text, wanted, region):
    source = Source("a.yaml", text)
    names = ("startLine", "startColumn", "endLine", "endColumn")
    found = utf16_region(make.span(source, wanted))
    assert found == dict(zip(names, region, strict=True))
    assert slice_utf16(source, found) == wanted


@given(st.text(st.sampled_from("a😀é\t\r\n\u2028"), max_size=60), st.data())
def test_a_region_cuts_out_its_span(text, data):
    source = Source("a.yaml", text)
    start = data.draw(st.integers(0, len(text)))
    span = Span(source, start, data.draw(st.integers(start, len(text))))
    assert slice_utf16(source, utf16_region(span)) == span.text


def test_a_place_is_related_once_and_never_to_itself(make):
    source = Source("a.yaml", "a: 1\nb: 2\n")
    here, there = make.span(source, "a"), make.span(source, "b")
    related = (make.related(here), make.related(there, "first"), make.related(there, "second"))
    assert related_places(make.finding(here, related=related)) == [related[1]]
