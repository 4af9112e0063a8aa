"""Second opinions on broken files, for as long as a scan may take over them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from eksnetlint.source.hcl_second_opinion import Ask, Opinions, ask_strictly

_SECONDS = 3.0


@dataclass(slots=True)
class PatientAsk:
    """Asks while there is time left; what is asked later gets no answer."""

    ask: Ask = ask_strictly
    seconds: float = _SECONDS

    def __call__(self, texts: Sequence[str], seconds: float) -> Opinions:
        if self.seconds <= 0:
            return []
        start = time.monotonic()
        try:
            return self.ask(texts, min(seconds, self.seconds))
        finally:
            self.seconds -= time.monotonic() - start
