"""Addresses, with keys and without."""

from __future__ import annotations

import pytest

from eksnetlint.readers.terraform.addresses import bare, remainder, steps_of

ADDRESS = 'module.win["a.b"].aws_eks_node_group.this[0]'


def test_an_address_is_taken_apart_at_the_dots_outside_keys():
    assert list(steps_of(ADDRESS)) == [
        ("module", ""),
        ("win", '["a.b"]'),
        ("aws_eks_node_group", ""),
        ("this", "[0]"),
    ]
    assert list(steps_of(r'a["\"]"].b[1][2]')) == [("a", r'["\"]"]'), ("b", "[1][2]")]


def test_a_bare_address_has_no_keys():
    assert bare(ADDRESS) == "module.win.aws_eks_node_group.this"


@pytest.mark.parametrize(
    ("asked", "rest"),
    [
        (ADDRESS, ""),
        ("module.win.aws_eks_node_group.this", ""),
        ('module.win["a.b"].aws_eks_node_group.this.ami_type', "ami_type"),
        ("module.win.aws_eks_node_group.this[0].taint[1].key", "taint[1].key"),
        ("module.win.aws_eks_node_group.this[1]", None),
        ('module.win["b"].aws_eks_node_group.this', None),
        ("module.win.aws_eks_node_group.that", None),
        ("module.win", None),
        ("", None),
    ],
)
def test_keys_may_be_left_off_of_what_is_asked_for(asked, rest):
    assert remainder(asked, ADDRESS) == rest
