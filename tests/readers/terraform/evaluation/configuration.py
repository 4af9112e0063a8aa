"""A configuration to evaluate expressions in, by Terraform and by the evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eksnetlint.readers.terraform.evaluation.constraints import constraint_of, convert
from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.evaluation.rendering import scan_folder
from eksnetlint.readers.terraform.evaluation.scope import Budget
from eksnetlint.readers.terraform.functions.function import FileAccess
from eksnetlint.readers.terraform.types import Invalid, Pending, TfValue, marked
from eksnetlint.source.hcl import parse_expression, parse_hcl
from eksnetlint.source.hcl_tree import Attribute, Body, Expression
from eksnetlint.source.text import Source, Span
from eksnetlint.values import Known, Reason, Unknown, at

FILES = Path(__file__).parent.with_name("files")
CONFIGURATION = """
locals {
  names    = ["a", "b", "c"]
  nothing  = null
  enabled  = true
  disabled = false
  account  = 123456789012
  template = "x=$${x}"
  windows  = {
    ami_type = "WINDOWS_CORE_2022_x86_64"
    taints   = [{ key = "os", value = "windows" }]
  }
  groups = {
    win   = { platform = "windows", min_size = 2 }
    linux = { platform = "linux", min_size = 1, labels = { "a/b" = "c" } }
  }
}

variable "names" {
  type    = list(string)
  default = ["x", 1]
}

variable "empty" {
  type    = list(string)
  default = []
}

variable "nothing" {
  type    = string
  default = null
}

variable "map" {
  type    = map(string)
  default = { a = 1, b = "x" }
}

variable "object" {
  type    = object({ a = string, b = optional(number, 3) })
  default = { a = 1, c = 2 }
}

variable "objects" {
  type    = list(object({ name = string }))
  default = [{ name = "p" }, { name = "q" }]
}

variable "unset" {
  type = string
}

variable "secret" {
  default   = "s3cret"
  sensitive = true
}
"""


@dataclass
class Configuration:
    """A scope of one file: its locals, variables by their defaults, and resources to come."""

    text: str = CONFIGURATION
    path: str = "main.tf"
    budget: Budget = field(default_factory=Budget)

    def __post_init__(self) -> None:
        file = parse_hcl(Source(self.path, self.text))
        assert not file.problems
        self.files: FileAccess = scan_folder(FILES, FILES, self.budget)
        self._values: dict[tuple[str, str], TfValue] = {}
        self._locals: dict[str, Attribute] = {}
        self._variables: dict[str, Body] = {}
        for block in file.body.blocks:
            if block.type == "locals":
                self._locals |= block.body.attributes
            else:
                self._variables[block.labels[0]] = block.body

    def reference(self, names: Sequence[str], span: Span) -> tuple[TfValue, int]:
        if names[0].startswith("aws_") and len(names) > 1:
            address = f"{names[0]}.{names[1]}"
            return Pending(Reason(f"{address} is not there yet"), at(span), address=address), 2
        if names[0] == "hidden":
            return Unknown(Reason("it is hidden"), at(span)), 1
        key = (names[0], names[1] if len(names) > 1 else "")
        if key not in self._values:
            self._values[key] = self._evaluated(*key)
        return self._values[key], 2 if key[1] else 1

    def _evaluated(self, kind: str, name: str) -> TfValue:
        if kind == "local" and name in self._locals:
            return evaluate(self._locals[name].value, self)
        if kind == "var" and name in self._variables:
            return self._variable(name, self._variables[name].attributes)
        return Invalid(Reason(f"there is no {kind}.{name}"))

    def _variable(self, name: str, attributes: dict[str, Attribute]) -> TfValue:
        if "default" not in attributes:
            return Unknown(Reason(f"var.{name} has no value", f"--var {name}=…"))
        value = evaluate(attributes["default"].value, self)
        if "type" in attributes:
            value = convert(value, constraint_of(attributes["type"].value))
        return marked(value) if "sensitive" in attributes else value


def parsed(text: str) -> Expression:
    """An expression on its own, in a file named ``e.tf``."""
    return parse_expression(Source("e.tf", text))


def value_of(text: str, configuration: str = CONFIGURATION) -> TfValue:
    return evaluate(parsed(text), Configuration(configuration))


def content_of(text: str, configuration: str = CONFIGURATION) -> object:
    value = value_of(text, configuration)
    assert isinstance(value, Known), value
    return value.value


def unknown_of(text: str, configuration: str = CONFIGURATION) -> Unknown:
    value = value_of(text, configuration)
    assert isinstance(value, Unknown), value
    return value
