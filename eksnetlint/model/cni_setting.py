"""What a single setting of the VPC CNI is taken for: its key, and the name it was meant to have."""

from __future__ import annotations

import re

from eksnetlint.aws.cni_keys import KEYS, VALUE_NAMES, VARIABLES, CniKey, KeyKind
from eksnetlint.model.cni import Holder, Level
from eksnetlint.spelling import nearest, slips

_SIGNS = re.compile(r"[-_.]")
# What chart and add-on call a key that is read only in place of another one.
_OLDER = "windows-"


def key_named(name: str, level: Level) -> CniKey | None:
    """The key of the ConfigMap that a name stands for in its place; None for no such name."""
    if level is Level.DATA:
        return KEYS.get(name)
    return VALUE_NAMES.get(name) if level is Level.TOP else None


def meant_by(name: str, level: Level, holder: Holder) -> str | None:
    """Where a name that nothing reads belongs, as a phrase; None for a name that may be right.

    A variable of aws-node such as WARM_IP_TARGET is no slip for the key warm-ip-target, but one
    that does not stand where aws-node reads it. A name that resembles none may be newer than the
    table.
    """
    if key_named(name, level) is not None:
        return None
    key = _resembled(name, level)
    if key is None:
        return _variable(name, level)
    if level is Level.DATA:
        return key.name
    if holder is Holder.DAEMON_SET:
        return f"{key.name} in the ConfigMap amazon-vpc-cni"
    wanted = (key if key.value_name else KEYS[key.name.removeprefix(_OLDER)]).value_name
    return f"{wanted} beside 'env'" if level is Level.ENVIRONMENT else wanted


def _variable(name: str, level: Level) -> str | None:
    """Where a variable of aws-node belongs that stands elsewhere."""
    variable = name.upper().replace("-", "_")
    if level is Level.ENVIRONMENT or variable not in VARIABLES:
        return None
    return f"{variable} " + ("under 'env'" if level is Level.TOP else "for aws-node")


def resembled(name: str, level: Level) -> CniKey | None:
    """The key that a name stands for, or is a slip for."""
    return key_named(name, level) or _resembled(name, level)


def _resembled(name: str, level: Level) -> CniKey | None:
    key = _BY_LETTERS.get(_plain(name))
    if key is None and level is not Level.ENVIRONMENT:
        key = _slip(name, level)
    is_variable = name.isupper() and key is not None and key.kind is KeyKind.TARGET
    return None if is_variable else key


def _plain(name: str) -> str:
    """A name without case and signs."""
    return _SIGNS.sub("", name).lower()


# Keys by both of their names.
_BY_LETTERS = {_plain(name): key for name, key in (*KEYS.items(), *VALUE_NAMES.items())}


def _slip(name: str, level: Level) -> CniKey | None:
    known = KEYS if level is Level.DATA else VALUE_NAMES
    found = nearest(name, known)
    # Two slips are what lies between some keys that may come and those there are.
    return known[found] if found and slips(found.lower(), name.lower()) == 1 else None
