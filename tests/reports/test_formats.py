"""The formats by name, and what holds for all of them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksnetlint.reports.formats import Format, Options, render
from eksnetlint.reports.visible import UNSEEN
from eksnetlint.source.text import Source

MACHINE_FORMATS = (Format.JSON, Format.SARIF)


@pytest.mark.parametrize("form", Format)
def test_a_report_without_findings_can_be_written(make, form):
    text = render(form, make.report(), Options())
    if form in MACHINE_FORMATS:
        json.loads(text)
    else:
        assert text == ""


@pytest.mark.parametrize("form", Format)
def test_the_same_report_gives_the_same_text(make, form):
    def once() -> str:
        source = Source("a.yaml", "a: 1\nb: 2\n")
        key, value = make.span(source, "a"), make.span(source, "2")
        found = make.finding(key, related=(make.related(value),))
        return render(form, make.report(found, open=(make.open(value),)), Options(show_open=True))

    assert once() == once()
    assert once().endswith("\n")


@pytest.mark.parametrize("form", Format)
def test_open_verdicts_are_asked_for(make, form):
    report = make.report(open=(make.open(make.span(Source("a.yaml", "a: 1\n"), "1")),))
    shown = [
        "which engine" in render(form, report, Options(show_open=show)) for show in (False, True)
    ]
    assert shown == [form is Format.JSON, True]


def test_a_format_is_imported_when_it_is_used():
    code = "import sys, eksnetlint.reports.formats; print(*sys.modules, sep='\\n')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "eksnetlint.reports.formats" in loaded
    assert not loaded & {f"eksnetlint.reports.{form.value}" for form in Format}


@given(
    text=st.text(min_size=1, max_size=300),
    path=st.text(min_size=1, max_size=20),
    message=st.text(min_size=1, max_size=60),
    data=st.data(),
)
def test_no_content_breaks_an_output(make, text, path, message, data):
    source = Source(path, text)
    ends = st.integers(0, len(text))
    before, start, end = sorted((data.draw(ends), data.draw(ends), data.draw(ends)))
    related = (make.related(source.place(before, start), message),)
    report = make.report(make.finding(source.place(start, end), message, related=related))
    for form in Format:
        written = render(form, report, Options())
        assert written.encode("utf-8").endswith(b"\n")
        if form in MACHINE_FORMATS:
            json.loads(written)
        else:
            assert not any(UNSEEN.search(line) for line in written.split("\n"))
