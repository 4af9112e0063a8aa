"""Where the rule documents and the schemas lie: inside a wheel, or beside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def rules_folder() -> Path:
    """The folder of the built-in rule documents."""
    return _folder("rules")


def schemas_folder() -> Path:
    """The folder of the JSON Schemas."""
    return _folder("schemas")


def _folder(name: str) -> Path:
    # A wheel carries the folders inside the package; in a checkout they stand beside it. Plain
    # paths, because importlib.resources would cost more time than reading all rules.
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
