"""Line hashes are GitHub's; fingerprints outlive other changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.reports.fingerprint import fingerprints, line_hashes
from eksnetlint.source.text import Source

EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: demo
  region: eu-west-1

managedNodeGroups:
  - name: linux
  - name: win
    amiFamily: WindowsServer2022CoreContainer
"""

# The first four are the test vectors of github/codeql-action; the others were computed with its
# code. In each, one value a line.
VECTORS = {
    "": "c129715d7a2bc9a3:1",
    " a\nb\n  \t\tc\n d": (
        "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1"
    ),
    "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n": (
        "e54938cc54b302f1:1 bb609acbe9138d60:1 1131fd5871777f34:1 5c482a0f8b35ea28:1"
        " 54517377da7028d2:1 2c644846cb18d53e:1 f1b89f20de0d133:1 c129715d7a2bc9a3:1"
    ),
    "Lorem ipsum dolor sit amet.\n" * 10: (
        "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4"
        " a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1"
        " 55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1"
    ),
    'name: "w😀in é"\nx: 1\n\n\n# c\n': (
        "35712d1ec3c2a3c5:1 86a207f4bab97eb8:1 ddd78538bb9070e7:1 18061b2d1cbfbef9:1"
        " 80c1c77f28960793:1 c129715d7a2bc9a3:1"
    ),
    EKSCTL: (
        "4eaf39fe6f4c828c:1 32afca33e1c874a6:1 de4e5c49ee507228:1 d025c6e8cb610b15:1"
        " a25b1ee581dfe6ec:1 a47c68281764eb33:1 cddae7c562756bf5:1 4b59451bda69ff86:1"
        " 28143048da772178:1 a7856fe8a2775c58:1 c129715d7a2bc9a3:1"
    ),
}


@pytest.mark.parametrize(("text", "expected"), VECTORS.items())
def test_line_hashes_are_those_of_codeql_action(text, expected):
    assert line_hashes(Source("a", text)) == expected.split()


def test_a_byte_order_mark_is_hashed():
    text = "apiVersion: eksctl.io/v1alpha5\r\nkind: ClusterConfig\r\n"
    bare = Source("a", text)
    marked = Source("a", text, b"\xef\xbb\xbf" + text.encode())
    rest = ["2a53fe76bf4f21d:1", "c129715d7a2bc9a3:1"]
    assert line_hashes(bare) == ["c2bda2347846cca:1", *rest]
    assert line_hashes(marked) == ["85e6b8484ae43f25:1", *rest]


def test_bytes_that_are_no_utf8_are_hashed_as_replacement_characters():
    original = b"a: \xff\xfe b\nc: d\n"
    source = Source("a", original.decode("latin-1"), original)
    assert line_hashes(source) == ["3334a638fd5dc42b:1", "b3be77fdd6969a72:1", "c129715d7a2bc9a3:1"]


def direct_line_hashes(text: str) -> list[str]:
    """The words of the algorithm, one unit after the other, 100 steps for each line."""
    encoded = text.encode("utf-16-le")
    kept: list[int] = []
    starts: list[int] = []
    line_begins, after_return = True, False
    for index in range(0, len(encoded), 2):
        unit = int.from_bytes(encoded[index : index + 2], "little")
        if unit in (0x20, 0x09) or (unit == 0x0A and after_return):
            after_return = False
            continue
        after_return = unit == 0x0D
        if line_begins:
            starts.append(len(kept))
        kept.append(0x0A if after_return else unit)
        line_begins = kept[-1] == 0x0A
    if line_begins:
        starts.append(len(kept))
    kept += [65535, *[0] * 100]
    result = []
    for start in starts:
        value = 0
        for unit in kept[start : start + 100]:
            value = (value * 37 + unit) % 2**64
        result.append(f"{value:x}")
    return [f"{value}:{result[: index + 1].count(value)}" for index, value in enumerate(result)]


LINES = st.sampled_from(
    ["a", "b ", "\t", "\r\n", "\n", "\r", "\u2028\x0b\x85", "😀é" * 40, "x" * 99]
)


@given(st.text() | st.lists(LINES, max_size=60).map("".join))
def test_line_hashes_equal_the_direct_computation(text):
    assert line_hashes(Source("a", text)) == direct_line_hashes(text)


@given(st.text(st.sampled_from("ab \t\r\n\u2028\x0c😀"), max_size=200))
def test_every_line_has_a_hash(text):
    source = Source("a", text)
    assert len(line_hashes(source)) == len(source.line_starts)


def test_fingerprints_stay_when_the_line_moves_and_is_indented_anew(make):
    moved = "# a comment\n\n" + EKSCTL.replace("    amiFamily", "  amiFamily")
    before, after = (Source("a.yaml", text) for text in (EKSCTL, moved))
    places = [make.finding(make.span(source, "amiFamily")) for source in (before, after)]
    assert fingerprints(places[:1]) == fingerprints(places[1:])


def test_fingerprints_differ_by_rule_path_and_order_on_the_line(make):
    source, other = Source("a.yaml", EKSCTL), Source("b.yaml", EKSCTL)
    key, value = make.span(source, "amiFamily"), make.span(source, "WindowsServer")
    same = make.finding(key)
    found = [
        same,
        make.finding(value),
        make.finding(key, rule=make.rule("another-rule")),
        make.finding(make.span(other, "amiFamily")),
    ]
    assert len(set(fingerprints(found))) == 4
    assert fingerprints(found)[0] == fingerprints([same])[0]
