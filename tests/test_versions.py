"""Ranges of Kubernetes versions."""

from __future__ import annotations

import pytest

from eksnetlint.versions import allows


@pytest.mark.parametrize(
    ("constraints", "inside", "outside"),
    [
        (">=1.22", [22, 40], [21]),
        ("<=1.22", [22, 1], [23]),
        ("<1.33", [32], [33]),
        (">1.33", [34], [33]),
        ("==1.30", [30], [29, 31]),
        (">=1.26, <1.33", [26, 32], [25, 33]),
    ],
)
def test_a_range_holds_the_versions_it_says(constraints, inside, outside):
    assert all(allows(constraints, minor) for minor in inside)
    assert not any(allows(constraints, minor) for minor in outside)


def test_a_text_that_is_no_range_is_refused():
    with pytest.raises(ValueError, match="is no version constraint"):
        allows("1.30", 30)
