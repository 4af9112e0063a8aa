"""Base64, URL and character encodings."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote_plus

from eksnetlint.readers.terraform.contents import text_of
from eksnetlint.readers.terraform.functions.csv import decoded_csv
from eksnetlint.readers.terraform.functions.function import TEXT, Function, anything
from eksnetlint.readers.terraform.texts import PlacedText
from eksnetlint.readers.terraform.types import (
    PendingText,
    Refused,
    TextWithHoles,
    TfValue,
    Unsupported,
)

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
# Encodings of the IANA index for which Python's codec and Go's agree; UTF-16 is big-endian with
# a byte order mark there.
_CODECS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "iso-8859-2": "iso8859-2",
    "iso-8859-5": "iso8859-5",
    "iso-8859-15": "iso8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "cp437": "cp437",
    "ibm437": "cp437",
    "shift_jis": "shift_jis",
    "euc-jp": "euc_jp",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-kr": "euc_kr",
    "koi8-r": "koi8_r",
}


def decoded_base64(text: str) -> bytes:
    """The bytes of standard Base64; line ends in it do not count."""
    compact = text.replace("\r", "").replace("\n", "")
    if not _BASE64.match(compact):
        raise Refused("the text is not valid Base64")
    try:
        return base64.b64decode(compact, validate=True)
    except binascii.Error as error:
        raise Refused("the text is not valid Base64") from error


def encoded_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def utf8(text: str) -> bytes:
    """The bytes of a string; a lone surrogate is no character and becomes the replacement."""
    return text.encode("utf-8", "replace")


def _base64encode(value: TfValue) -> TfValue | str:
    if isinstance(value, TextWithHoles | PendingText) and not value.is_base64:
        return replace(value, is_base64=True)
    text = text_of(value)
    encoded = encoded_base64(utf8(text))
    if isinstance(text, PlacedText) and not text.is_base64:
        return PlacedText(encoded, text.written, is_base64=True, is_masked=text.is_masked)
    return encoded


def _base64decode(value: TfValue) -> TfValue | str:
    if isinstance(value, TextWithHoles | PendingText) and value.is_base64:
        return replace(value, is_base64=False)
    text = text_of(value)
    try:
        decoded = decoded_base64(text).decode("utf-8")
        if isinstance(text, PlacedText) and text.is_base64:
            return PlacedText(decoded, text.written, is_masked=text.is_masked)
        return decoded
    except UnicodeDecodeError as error:
        raise Refused("the decoded bytes are not valid UTF-8") from error


def _textencode(text: str, name: str) -> str:
    codec = _codec(name)
    try:
        return encoded_base64(text.encode(codec))
    except UnicodeEncodeError as error:
        raise Refused(f"the text has characters that {name} lacks") from error


def _textdecode(text: str, name: str) -> str:
    codec = _codec(name)
    try:
        decoded = decoded_base64(text).decode(codec)
    except UnicodeDecodeError as error:
        raise Refused(f"the bytes are not valid {name}") from error
    if "\ufffd" in decoded:
        raise Refused(f"the bytes are not valid {name}")
    return decoded


def _codec(name: str) -> str:
    codec = _CODECS.get(name.lower())
    if codec is None:
        raise Unsupported("the encoding is not evaluated")
    return codecs.lookup(codec).name


def _gzip(_: str) -> str:
    raise Unsupported("what it compresses to is not evaluated")


def _of_text(evaluate: Callable[[str], object]) -> Function:
    return Function(evaluate, (TEXT,))


FUNCTIONS: Mapping[str, Function] = {
    "base64decode": Function(_base64decode, (anything,)),
    "base64encode": Function(_base64encode, (anything,)),
    "base64gzip": _of_text(_gzip),
    "csvdecode": _of_text(decoded_csv),
    "textdecodebase64": Function(_textdecode, (TEXT, TEXT)),
    "textencodebase64": Function(_textencode, (TEXT, TEXT)),
    "urlencode": _of_text(lambda text: quote_plus(utf8(text))),
}
