"""All that a root declares: its resources and those of the modules it calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from eksnetlint.readers.terraform.contents import text_of
from eksnetlint.readers.terraform.evaluation.expressions import evaluate
from eksnetlint.readers.terraform.modules.folder import alias_of
from eksnetlint.readers.terraform.modules.module import Module
from eksnetlint.readers.terraform.modules.origins import attribute_span, come_through
from eksnetlint.readers.terraform.modules.references import ModuleScope
from eksnetlint.readers.terraform.modules.remote import Remote
from eksnetlint.readers.terraform.modules.work import MOST_RESOURCES
from eksnetlint.readers.terraform.resource import RemoteCall, Resource
from eksnetlint.readers.terraform.types import Refused, Unseen
from eksnetlint.values import Known, Reason, Unknown, Value


@dataclass(slots=True)
class Survey:
    """``open_because`` says why there may be more."""

    resources: list[Resource] = field(default_factory=list)
    unresolved: list[RemoteCall] = field(default_factory=list)
    region: Value[str] = Unknown(Reason("the region is not in these files"))  # noqa: RUF009
    open_because: Reason | None = None

    def open(self, reason: Reason | None) -> None:
        self.open_because = self.open_because or reason


def surveyed(root: Module) -> Survey:
    """Go through a root module and those it calls, in the order of their files."""
    survey = Survey(region=_region(root))
    left = [root]
    while left:
        module = left.pop()
        survey.open(module.open_because)
        _add_resources(survey, module)
        left += reversed(_add_calls(survey, module))
    survey.open(root.run.work.given_up)
    return survey


def _add_resources(survey: Survey, module: Module) -> None:
    for declaration, block in module.folder.blocks.items():
        if declaration[0] not in ("resource", "data"):
            continue
        found = module.resources(declaration, block)
        if found is None:
            continue
        survey.open(found.expansion.open_because)
        survey.resources += found.items
        if len(survey.resources) > MOST_RESOURCES:
            survey.open(Reason(f"more than {MOST_RESOURCES} resources are not evaluated"))
            return


def _add_calls(survey: Survey, module: Module) -> list[Module]:
    modules: list[Module] = []
    for block in module.folder.of_type("module"):
        calls = module.calls(block.labels[0], block)
        if calls is None:
            continue
        survey.open(calls.expansion.open_because)
        for item in calls.items:
            if isinstance(item, Module):
                modules.append(item)
            else:
                _add_remote(survey, item)
    return modules


def _add_remote(survey: Survey, remote: Remote) -> None:
    if remote.stand_in is None:
        survey.unresolved.append(remote.call)
    else:
        survey.resources += remote.stand_in.resources(remote.call)


def _region(root: Module) -> Value[str]:
    for provider in root.folder.providers:
        region = provider.body.attributes.get("region")
        if provider.labels == ["aws"] and alias_of(provider) is None and region is not None:
            value = evaluate(region.value, ModuleScope(root))
            value = come_through(value, attribute_span(region))
            try:
                return Known(text_of(value), value.origin)
            except Unseen as unseen:
                return Unknown(unseen.unknown.reason, value.origin)
            except Refused as refusal:
                return Unknown(Reason(f"the region cannot be read: {refusal}"), value.origin)
    return Unknown(Reason("the region is not in these files"))
