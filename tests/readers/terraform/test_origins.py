"""Where an item of a list is written."""

from __future__ import annotations

from eksnetlint.readers.terraform.origins import of_element
from eksnetlint.source.text import Source, Span
from eksnetlint.values import Origin, at

SOURCE = Source("main.tf", 'types = ["a"]\ndefault = ["b"]\n')
LIST, ITEM = Span(SOURCE, 0, 13), Span(SOURCE, 9, 12)
DEFAULT, OTHER = Span(SOURCE, 14, 29), Span(SOURCE, 25, 28)


def test_an_item_of_a_plain_list_is_at_its_own_place():
    assert of_element(at(LIST), at(ITEM)) == at(ITEM)


def test_an_item_of_a_list_from_elsewhere_is_at_the_list_and_leads_on():
    found = of_element(Origin((*at(LIST).frames, *at(DEFAULT).frames)), at(OTHER))
    assert [frame.span.text for frame in found.frames] == [
        'types = ["a"]',
        'default = ["b"]',
        '"b"',
    ]


def test_an_item_without_a_place_is_at_the_list():
    assert of_element(at(LIST), Origin()) == at(LIST)
    assert of_element(Origin(), at(ITEM)) == at(ITEM)
