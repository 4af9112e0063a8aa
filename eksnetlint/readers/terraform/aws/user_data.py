"""The user data of instances as a text, which is plain or in Base64."""

from __future__ import annotations

from eksnetlint.readers.terraform.texts import decoded, placed
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.tree import Text

# Shorter ones than any script could as well be Base64 by chance.
_SHORTEST = 12


def user_data_of(value: TfValue) -> Text | None:
    """The text that a node runs; None where nothing of it can be seen."""
    plain = placed(value)
    if plain is not None and len(plain.text) < _SHORTEST:
        return plain
    return decoded(value) or plain
