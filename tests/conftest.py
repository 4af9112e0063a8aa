"""The same surroundings for every test, wherever it runs."""

import os

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None)
# In CI the same examples each time: a red run can be repeated.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colour or width from outside, and none of the caller's settings of the program."""
    for name in list(os.environ):
        if name.startswith(("EKSNETLINT_", "GITHUB_")):
            monkeypatch.delenv(name)
    for name in ("CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "NO_COLOR", "PY_COLORS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
