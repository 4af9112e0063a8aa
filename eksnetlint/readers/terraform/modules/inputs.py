"""What the variables of a root are, with the files and values that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eksnetlint.mistakes import Mistake
from eksnetlint.readers.terraform.comparison import equal
from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.modules.constants import Constants, declared
from eksnetlint.readers.terraform.modules.folder import Folder
from eksnetlint.readers.terraform.modules.folders import Folders
from eksnetlint.readers.terraform.modules.origins import attribute_span, come_through
from eksnetlint.readers.terraform.modules.paths import joined
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.readers.terraform.modules.terragrunt import Terragrunt
from eksnetlint.readers.terraform.modules.variable_files import automatic, chosen
from eksnetlint.readers.terraform.modules.variables import Variable, settle
from eksnetlint.readers.terraform.types import Invalid, TfValue, items_within
from eksnetlint.source.hcl import parse_expression
from eksnetlint.source.hcl_tree import Attribute, Body, Broken
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Reason, Unknown, at


@dataclass(frozen=True, slots=True, eq=False)
class RootInputs:
    """The values given to a root's variables.

    ``rivals`` are files that nobody chose but somebody might: a variable they set otherwise is
    not certain. ``broken`` are those of all files that cannot be read to the end, ``terragrunt``
    what Terragrunt would give, which comes before all but what was told.
    """

    constants: Constants
    written: Mapping[str, Attribute] = field(default_factory=dict)
    told: Mapping[str, TfValue] = field(default_factory=dict)
    rivals: Sequence[Mapping[str, Attribute]] = ()
    broken: Sequence[Body] = ()
    terragrunt: Sequence[Terragrunt] = ()

    def value(self, variable: Variable) -> TfValue:
        """What a variable comes to."""
        name = variable.name
        for file in self.terragrunt:
            if name not in self.told and (file.has_more or name in file.inputs):
                return Unknown(file.reason, at(variable.span))
        for body in self.broken:
            if name not in body.attributes and name not in self.told:
                reason = Reason(f"{body.span.path} cannot be read to the end")
                return Unknown(reason, at(variable.span))
        settled = settle(variable, self._given(name), self.constants)
        for rival in self.rivals:
            if name in rival:
                other = settle(variable, self._evaluated(rival[name]), self.constants)
                if settled is None or other is None or equal(settled, other) is not True:
                    return _undecided(variable, rival[name], settled)
        if settled is None:
            text = f"variable '{name}' has no default and no value in these files"
            return Unknown(Reason(f"{text}; give one with --var or --var-file"), at(variable.span))
        return settled

    def _given(self, name: str) -> TfValue | None:
        if name in self.told:
            return self.told[name]
        return self._evaluated(self.written[name]) if name in self.written else None

    def _evaluated(self, attribute: Attribute) -> TfValue:
        span = attribute_span(attribute)
        note = f"{span.path} sets '{attribute.name}'"
        return come_through(evaluate(attribute.value, self.constants), span, note)


def _undecided(variable: Variable, rival: Attribute, settled: TfValue | None) -> Unknown:
    also = " also" if settled is not None else ""
    text = f"{rival.span.path}{also} sets variable '{variable.name}'; say which with --var-file"
    return Unknown(Reason(text), settled.origin if settled is not None else at(variable.span))


def inputs_of(
    folders: Folders, folder: Folder, setting: RootSetting | None, constants: Constants
) -> RootInputs:
    """The values of a root. Raises Mistake for a setting that names what is not there."""
    files = list(automatic(folders, folder.path))
    others = chosen(folders, folder.path) if setting is None else []
    told: dict[str, TfValue] = {}
    if setting is not None:
        files += _named(folders, setting.variable_files)
        told.update(_told(folder, setting.variables, constants))
    written: dict[str, Attribute] = {}
    for source in files:
        written |= folders.body(source).attributes
    rivals = [folders.body(source).attributes for source in others]
    bodies = [folders.body(source) for source in [*files, *others]]
    broken = [body for body in bodies if body.is_partial]
    terragrunt = folders.terragrunt(folder.path)
    return RootInputs(constants, written, told, rivals, broken, terragrunt)


def _named(folders: Folders, paths: Iterable[str]) -> Iterator[Source]:
    for path in paths:
        source = folders.source(joined("", path))
        if source is None:
            raise Mistake(f"--var-file {path}: there is no such file")
        yield source


def _told(
    folder: Folder, variables: Iterable[tuple[str, str]], constants: Constants
) -> Iterator[tuple[str, TfValue]]:
    for name, text in variables:
        variable = folder.variables.get(name)
        if variable is None:
            where = folder.path or "the root module"
            raise Mistake(f"--var {name}: {where} declares no variable of that name")
        yield name, _read(variable, text, constants)


def _read(variable: Variable, text: str, constants: Constants) -> TfValue:
    if variable.is_literal:
        return Known(text)
    expression = parse_expression(Source(f"--var {variable.name}", text))
    if isinstance(expression, Broken):
        raise Mistake(f"--var {variable.name}: {text!r} is not an expression of Terraform's")
    value = evaluate(expression, constants)
    refused = next(_invalid(value), None)
    if refused is not None:
        raise Mistake(f"--var {variable.name}: {refused.reason.text}")
    return declared(value)


def _invalid(value: TfValue) -> Iterator[Invalid]:
    """What Terraform refuses of a value."""
    if isinstance(value, Invalid):
        yield value
    elif isinstance(value, Known):
        for item in items_within(value.value):
            yield from _invalid(item)
