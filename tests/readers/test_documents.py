"""A file's bytes: how they are decoded, which documents matter, and why others are left out."""

from __future__ import annotations

import codecs
import json

import pytest

from eksnetlint.readers.documents import (
    LARGEST,
    FileContents,
    Skip,
    contents_of,
    decode,
    duplicate_keys,
)
from eksnetlint.readers.files import Files, Input, read_files
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents

POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: wéb\nspec:\n  containers: [{name: a}]\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {b: c}\n"


def contents(content: bytes | str, path: str = "app.yaml") -> FileContents:
    return contents_of(path, content if isinstance(content, bytes) else content.encode())


def read(**texts: str) -> Files:
    files = [Input(f"{name}.yaml", text.encode) for name, text in texts.items()]
    return read_files(files, "eksnetlint:")


# Decoding


@pytest.mark.parametrize(
    "content",
    [
        POD.encode(),
        codecs.BOM_UTF8 + POD.encode(),
        codecs.BOM_UTF16_LE + POD.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + POD.encode("utf-16-be"),
        POD.replace("\n", "\r\n").encode(),
        POD.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "crlf", "cr"],
)
def test_encodings_and_line_ends_make_no_difference_to_places(content):
    found = contents(content)
    assert found.skip is None
    assert len(found.documents) == 1
    offset = found.source.text.index("name: wéb")
    span = found.source.place(offset, offset + len("name: wéb"))
    assert (span.first.line, span.first.column) == (4, 3)
    assert (span.last.line, span.last.column) == (4, 12)


def test_original_bytes_are_kept_where_they_are_not_plain_utf8():
    marked = codecs.BOM_UTF8 + POD.encode()
    assert contents(POD).source.original is None
    assert contents(marked).source.original == marked


@pytest.mark.parametrize(
    ("content", "skip"),
    [
        (b"\x89PNG\0\0\0", Skip.BINARY),
        (b"apiVersion: v1\0kind: Pod", Skip.BINARY),
        (POD.encode("utf-16-le"), Skip.BINARY),
        (POD.encode("latin-1"), Skip.ENCODING),
        (b"\xff\xfea", Skip.ENCODING),
    ],
)
def test_what_is_no_text_is_not_decoded(content, skip):
    assert decode("a.yaml", content) is skip
    assert contents(content).skip is skip


def test_a_relevant_file_that_is_not_utf8_is_told_where():
    found = contents(POD.encode("latin-1"))
    (flaw,) = found.flaws
    assert flaw.rule == "unparsable-file"
    assert flaw.message == "the file is not UTF-8, so it was not read"
    assert (flaw.span.first.line, flaw.span.first.column) == (4, 10)


def test_an_irrelevant_file_that_is_not_utf8_is_not_told():
    assert contents("gruß: 1\n".encode("latin-1")).flaws == []


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "# only a comment\n", "---\n---\n...\n"])
def test_an_empty_file_is_irrelevant(text):
    found = contents(text)
    assert found.skip is Skip.IRRELEVANT
    assert not found.documents
    assert not found.flaws


def test_a_file_beyond_all_measure_is_not_read():
    assert contents(b"a" * (LARGEST + 1)).skip is Skip.LARGE
    assert contents(b"a" * LARGEST).skip is Skip.IRRELEVANT


# Which documents matter


@pytest.mark.parametrize(
    "text",
    [
        POD,
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n",
        "apiVersion: v1\nkind: Service\n",
        "apiVersion: v1\nkind: 'ServiceAccount'\n",
        'apiVersion: v1\nkind: "List"\nitems: []\n',
        "apiVersion: apps/v1\nkind: DeploymentList\nitems: []\n",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n",
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n",
        "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\n",
        "apiVersion: vpcresources.k8s.aws/v1beta1\nkind: SecurityGroupPolicy\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: amazon-vpc-cni}\n",
        "apiVersion: v1\nkind: ConfigMap\ndata: {enable-windows-ipam: 'true'}\n",
        "apiVersion: operator.tigera.io/v1\nkind: Installation\n",
        "apiVersion: karpenter.sh/v1\nkind: NodePool\n",
        "apiVersion: karpenter.sh/v1alpha5\nkind: Provisioner\n",
        '{"kind":"Service","apiVersion":"v1"}',
        "{'kind': 'Service', 'apiVersion': 'v1'}",
        '{"kind" : "Namespace", "apiVersion": "v1"}',
        "kind:   Service\napiVersion: v1\n",
    ],
)
def test_a_document_that_can_matter_is_read(text):
    assert len(contents(text).documents) == 1


@pytest.mark.parametrize(
    "text",
    [
        MAP,
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: []}\n",
        "apiVersion: v1\nkind: Secret\n",
        "kind: Service\nports: []\n",
        "version: 2\njobs: {build: {docker: []}}\n",
        "# apiVersion is in a comment\na: b\n",
    ],
)
def test_a_document_that_cannot_is_not_even_parsed(text):
    found = contents(text)
    assert found.documents == []
    assert found.skip is Skip.IRRELEVANT


def test_one_document_that_matters_makes_the_file_matter():
    found = contents(f"{MAP}---\n{POD}---\n{MAP}")
    assert len(found.documents) == 1
    assert found.skip is None


# Broken documents


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (POD + "  broken: [\n", (7, 11)),
        (POD + "\tb: c\n", (7, 1)),
        (POD + "a: b: c\n", (7, 5)),
        (POD + "a: *nothing\n", (7, 4)),
        (POD + "a: &x [*x]\n", (7, 8)),
        (POD + "a: 'open\n", None),
        (POD + "a: \x07\n", (7, 4)),
        (POD + "a: @b\n", (7, 4)),
    ],
)
def test_a_relevant_document_that_is_broken_is_told_at_its_place(text, place):
    found = contents(text)
    (flaw,) = found.flaws
    assert flaw.rule == "unparsable-file"
    assert flaw.message.startswith("this document cannot be read: ")
    assert found.skip is Skip.BROKEN
    if place:
        assert (flaw.span.first.line, flaw.span.first.column) == place


def test_a_tab_is_called_a_tab():
    (flaw,) = contents(POD + "\tb: c\n").flaws
    assert "found a tab that cannot start any token" in flaw.message


def test_a_broken_document_spoils_no_other():
    found = contents(f"{POD}a: [\n---\n{POD}")
    assert len(found.documents) == 1
    assert found.skip is None
    assert [flaw.rule for flaw in found.flaws] == ["unparsable-file"]


def test_a_broken_document_about_other_things_is_counted():
    found = contents("apiVersion: v1\nkind: Grafana\ncontainers: [\n")
    assert found.flaws == []
    assert found.skip is Skip.BROKEN


@pytest.mark.parametrize(
    "text",
    [
        POD + "{{- if .Values.a }}\na: b\n{{- end }}\n",
        POD.replace("spec:\n", '  {{- include "labels" . | nindent 2 }}\nspec:\n'),
        POD + "a: [{{ .x }}\n",
        POD + "{% for a in b %}\n",
    ],
)
def test_a_template_that_is_no_yaml_is_counted_not_told(text):
    found = contents(text)
    assert found.flaws == []
    assert found.skip is Skip.TEMPLATE


@pytest.mark.parametrize(
    "value", ["{{ .Values.name }}", "'{{ .Values.name }}'", "${NAME}", "<name>", "$(NAME)"]
)
def test_a_template_that_is_yaml_is_read(value):
    found = contents(POD.replace("wéb", value))
    assert len(found.documents) == 1
    assert found.flaws == []


# Duplicate keys


def duplicates(text: str) -> list[tuple[str, int, str]]:
    (document,) = documents(Source("app.yaml", text))
    found = duplicate_keys(document.root)
    return sorted((flaw.span.text, flaw.span.first.line, flaw.message) for flaw in found)


def test_a_duplicate_key_is_told_at_the_later_one():
    assert duplicates("a: 1\nb:\n  - c: 1\n    d: 2\n    c: 3\n") == [
        ("c", 5, "'c' is already in line 3; the value there is lost")
    ]


def test_each_duplicate_is_told():
    assert [line for _, line, _ in duplicates("a: 1\na: 2\nb: {c: 1, c: 2}\n")] == [2, 3]


def test_a_merged_key_is_no_duplicate():
    assert duplicates("a: &a {x: 1}\nb: {<<: *a, x: 2}\nc: {x: 3, <<: *a}\n") == []


def test_two_merges_are_no_duplicates():
    assert duplicates("a: &a {x: 1}\nb: &b {x: 2}\nc: {<<: *a, <<: *b}\n") == []


def test_a_duplicate_behind_an_alias_is_told_once():
    assert len(duplicates("a: &a {x: 1, x: 2}\nb: *a\nc: [*a, *a]\n")) == 1


def test_nothing_has_no_duplicates():
    assert list(duplicate_keys(None)) == []


# Files


def test_files_are_counted_by_what_became_of_them():
    found = read(pod=POD, map=MAP, broken="a: [\napiVersion: v1\ncontainers\n")
    assert found.read == 1
    assert found.skipped == {Skip.IRRELEVANT.value: 1, Skip.BROKEN.value: 1}


def test_a_file_that_cannot_be_loaded_is_counted():
    found = read_files([Input("a.yaml", lambda: None)], "eksnetlint:")
    assert found.skipped == {"unreadable": 1}


def test_chart_templates_are_not_even_loaded():
    def load() -> bytes:
        raise AssertionError

    found = read_files([Input("chart/templates/a.yaml", load, is_chart=True)], "eksnetlint:")
    assert found.skipped == {"Helm chart templates": 1}


def test_duplicate_keys_are_told_only_in_what_is_judged():
    other = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {containers: 1, a: 1, a: 2}\n"
    )
    assert read(other=other).reading.flaws == []
    (flaw,) = read(pod=POD + "kind: Pod\n").reading.flaws
    assert flaw.rule == "duplicate-key"


def test_comments_are_kept_where_they_have_the_mark():
    text = POD.replace("kind: Pod", "kind: Pod # eksnetlint: ignore[a]\n# eksnet\n")
    (comment,) = read(pod=text).comments
    assert comment.text == "# eksnetlint: ignore[a]"
    assert comment.source.text[comment.start : comment.end] == comment.text


def test_a_marked_hash_inside_a_value_is_no_comment():
    text = (
        POD
        + 'a: "b # eksnetlint: ignore[a]"\n'
        + "c: 'd # eksnetlint: ignore[a]'\n"
        + "e: |\n  # eksnetlint: ignore[a]\n  f\n"
        + "g: >-\n  # eksnetlint: ignore[a]\n"
        + "h: i# eksnetlint: ignore[a]\n"
    )
    assert read(pod=text).comments == []


def test_a_comment_in_a_block_scalar_s_header_is_one():
    text = POD + "e: |  # eksnetlint: ignore[a]\n  # eksnetlint: ignore[b]\n"
    assert [comment.text for comment in read(pod=text).comments] == ["# eksnetlint: ignore[a]"]


def test_json_on_one_line_is_read():
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "a"},
        "spec": {"containers": [{}]},
    }
    found = read(pod=json.dumps({"apiVersion": "v1", "kind": "List", "items": [pod] * 3}))
    assert len(found.reading.objects) == 3
