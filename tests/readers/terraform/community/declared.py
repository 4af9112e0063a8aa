"""What stand-ins make of a configuration, read and evaluated like any other."""

from pathlib import Path
from typing import Any

from eksnetlint.readers.terraform.community import stand_in_of
from eksnetlint.readers.terraform.modules.project import evaluate_project
from eksnetlint.readers.terraform.resource import Contents, Resource, Root
from eksnetlint.readers.terraform.texts import decoded, placed
from eksnetlint.readers.terraform.types import Pending, TfObject, TfValue, reveal
from eksnetlint.readers.userdata import read_user_data
from eksnetlint.readers.userdata.model import Argument
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Text
from eksnetlint.values import Known, World

_NOWHERE = Path(__file__).parent / "nowhere"


def root_of(text: str) -> Root:
    """The only root module of a text."""
    (root,) = evaluate_project([Source("main.tf", text)], _NOWHERE, (), stand_in_of).roots
    return root


def resources_of(text: str) -> dict[str, Resource]:
    """The resources by address, without that of the call named `eks`."""
    found = root_of(text).resources
    resources = {item.address.removeprefix("module.eks."): item for item in found}
    assert len(resources) == len(found)
    return resources


def plain(value: TfValue) -> Any:
    """A value as plain Python: text with holes as it is, what is pending as its address."""
    value = reveal(value)
    text = placed(value) or decoded(value)
    if isinstance(value, Known):
        content = value.value
        if isinstance(content, TfObject):
            return {key: plain(item) for key, item in content.items.items()}
        return [plain(item) for item in content] if isinstance(content, tuple) else content
    if text is not None:
        return text.text
    return f"{value.address}.{value.attribute}" if isinstance(value, Pending) else "?"


def attributes(contents: Contents) -> dict[str, object]:
    """The attributes that are not null."""
    found = {name: plain(value) for name, value in contents.attributes.items()}
    return {name: value for name, value in found.items() if value is not None}


def only(world: World[Contents]) -> Contents:
    assert world.open_because is None
    (found,) = world.items
    return found


def user_data(resource: Resource, attribute: str = "user_data") -> Text:
    """A resource's user data, which must be given in Base64."""
    text = decoded(resource.contents.attribute(attribute))
    assert text is not None
    return text


def script(resource: Resource, attribute: str = "user_data") -> str:
    return user_data(resource, attribute).text


def max_pods(text: str) -> Argument:
    """What a Windows user data text tells the kubelet."""
    argument = read_user_data(text).max_pods
    assert argument is not None
    return argument


def written_at(value: TfValue) -> str:
    """The source text of the first place of a value."""
    span = value.origin.span
    assert span is not None
    return span.text
