"""Hash functions, and the functions that are not evaluated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_DNS, NAMESPACE_OID, NAMESPACE_URL, NAMESPACE_X500, UUID, uuid5

from eksnetlint.readers.terraform.functions.encoding import encoded_base64, utf8
from eksnetlint.readers.terraform.functions.function import TEXT, Function, Marks, anything
from eksnetlint.readers.terraform.types import Refused, Unseen
from eksnetlint.values import Reason, Unknown

#: Hashes of a sequence of bytes, as hexadecimal or Base64 text, by what their names end in.
DIGESTS: Mapping[str, Callable[[bytes], str]] = {
    "md5": lambda content: hashlib.md5(content, usedforsecurity=False).hexdigest(),
    "sha1": lambda content: hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    "sha256": lambda content: hashlib.sha256(content).hexdigest(),
    "sha512": lambda content: hashlib.sha512(content).hexdigest(),
    "base64sha256": lambda content: encoded_base64(hashlib.sha256(content).digest()),
    "base64sha512": lambda content: encoded_base64(hashlib.sha512(content).digest()),
}
_NAMESPACES = {
    "dns": NAMESPACE_DNS,
    "oid": NAMESPACE_OID,
    "url": NAMESPACE_URL,
    "x500": NAMESPACE_X500,
}
_IMPURE = ("bcrypt", "plantimestamp", "timestamp", "uuid")
_NOT_EVALUATED = ("formatdate", "rsadecrypt", "timeadd", "timecmp")


def _uuid(namespace: str, name: str) -> str:
    try:
        return str(uuid5(_NAMESPACES.get(namespace) or UUID(namespace), name))
    except ValueError as error:
        raise Refused("the namespace is not a UUID") from error


def _of_text(digest: Callable[[bytes], str]) -> Function:
    return Function(lambda text: digest(utf8(text)), (TEXT,))


def _unseen(text: str) -> Function:
    def evaluate(*_: Any) -> Any:
        raise Unseen(Unknown(Reason(text)))

    return Function(evaluate, (), anything, marks=Marks.KEPT)


FUNCTIONS: Mapping[str, Function] = {
    **{name: _of_text(digest) for name, digest in DIGESTS.items()},
    "uuidv5": Function(_uuid, (TEXT, TEXT)),
    **{name: _unseen(f"{name}() is impure: each run has its own result") for name in _IMPURE},
    **{name: _unseen(f"{name}() is not evaluated") for name in _NOT_EVALUATED},
}
