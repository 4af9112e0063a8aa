"""What a scalar means: its type, and whether it only stands for something filled in later."""

from __future__ import annotations

import re
from enum import Enum

from eksnetlint.source.tree import Scalar


class Kind(Enum):
    """The type a scalar has by the rules of sigs.k8s.io/yaml (YAML 1.1 as go-yaml v2 reads it)."""

    NULL = "null"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    PLACEHOLDER = "placeholder"


NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset("y Y yes Yes YES true True TRUE on On ON".split())
_FALSE = frozenset("n N no No NO false False FALSE off Off OFF".split())
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]*|0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+)\Z")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
# Helm and Jinja, shell and Flux substitution, kustomize variables, ERB, cookiecutter; what
# stands in Terraform's texts for parts that cannot be seen.
_FILLED_IN = re.compile(r"\{\{|\{%|\$\{|\$\(|<%|%\{|@@|\ufffc")
_WHOLE = re.compile(
    r"(?:<(?!/?(?:powershell|script)>)[^<>\s][^<>]*>|\$[A-Za-z_][A-Za-z0-9_]*|__[A-Za-z0-9_]+__)\Z"
)


def kind_of(scalar: Scalar) -> Kind:
    """The type of a scalar; a custom tag such as ``!Ref`` makes it a placeholder."""
    if is_placeholder(scalar) or (scalar.tag and scalar.tag.startswith("!")):
        return Kind.PLACEHOLDER
    if scalar.style or scalar.tag == "tag:yaml.org,2002:str":
        return Kind.STRING
    text = scalar.text
    if text in NULLS:
        return Kind.NULL
    if text in _TRUE or text in _FALSE:
        return Kind.BOOLEAN
    if _INTEGER.match(text):
        return Kind.INTEGER
    return Kind.NUMBER if _NUMBER.match(text) else Kind.STRING


def is_placeholder(scalar: Scalar) -> bool:
    """Whether the text is, or holds, something that a template or a person fills in later."""
    if scalar.style == "{":
        return True
    text = scalar.text
    return bool(_FILLED_IN.search(text) or _WHOLE.match(text))


def truth_of(text: str) -> bool:
    """The value of a boolean scalar."""
    return text in _TRUE


def integer_of(text: str) -> int | None:
    """The value of an integer scalar, or of a string that holds one; None for anything else."""
    digits = text.replace("_", "")
    if re.fullmatch(r"[-+]?0[0-7]+", digits):
        return int(digits, 8)
    try:
        return int(digits, 0)
    except ValueError:
        return None
