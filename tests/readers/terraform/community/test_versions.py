import pytest

from eksnetlint.readers.terraform.community.versions import FIRST, LAST, Range, range_of


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("", Range(FIRST, LAST)),
        ("20.8.5", Range((20, 8, 5), (20, 8, 6))),
        ("v20.8.5", Range((20, 8, 5), (20, 8, 6))),
        ("= 20.8", Range((20, 8, 0), (20, 8, 1))),
        ("~> 20.0", Range((20, 0, 0), (21, 0, 0))),
        ("~> 20.8.4", Range((20, 8, 4), (20, 9, 0))),
        ("~> 20", Range((20, 0, 0), LAST)),
        (">= 19.0, < 21", Range((19, 0, 0), (21, 0, 0))),
        (">=19.0,<=20.1", Range((19, 0, 0), (20, 1, 1))),
        ("> 19.0.0", Range((19, 0, 1), LAST)),
        (">= 19.0, != 19.1.0", Range((19, 0, 0), LAST)),
        ("main", Range(FIRST, LAST)),
        ("~> 20.0, ~> 19.0", None),
    ],
)
def test_a_constraint_is_a_range_of_releases(constraint: str, expected: Range | None):
    assert range_of(constraint) == expected
