"""Functions on files and their paths."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from eksnetlint.readers.terraform.contents import object_of
from eksnetlint.readers.terraform.conversion import set_of
from eksnetlint.readers.terraform.functions.encoding import encoded_base64
from eksnetlint.readers.terraform.functions.function import (
    TEXT,
    FileAccess,
    Function,
    Marks,
    anything,
    strings,
)
from eksnetlint.readers.terraform.functions.globs import glob_test
from eksnetlint.readers.terraform.functions.hashes import DIGESTS
from eksnetlint.readers.terraform.texts import PlacedText
from eksnetlint.readers.terraform.types import LONGEST, Refused, TfSet, TfValue, Unseen, Unsupported
from eksnetlint.source.text import Source
from eksnetlint.values import Reason, Unknown


def _read_text(files: FileAccess, path: str) -> str:
    content = files.read(path)
    if len(content) > LONGEST:
        raise Unsupported("the file is too large to be evaluated")
    try:
        text = content.decode("utf-8")
        return PlacedText(text, Source(files.relative(path), text))
    except UnicodeDecodeError as error:
        raise Refused("the file is not valid UTF-8") from error


def _read_base64(files: FileAccess, path: str) -> str:
    content = files.read(path)
    encoded = encoded_base64(content)
    try:
        written = Source(files.relative(path), content.decode("utf-8"))
    except UnicodeDecodeError:
        return encoded
    return PlacedText(encoded, written, is_base64=True)


def _fileset(files: FileAccess, folder: str, pattern: str) -> TfSet:
    matches = glob_test(pattern)
    return set_of(strings([path for path in files.within(folder) if matches(path)]))


def _templatefile(files: FileAccess, path: str, variables: TfValue) -> TfValue:
    if isinstance(variables, Unknown):
        raise Unseen(variables)
    return files.render(path, _read_text(files, path), object_of(variables).closed())


def _basename(path: str) -> str:
    """Go's filepath.Base: of the last element, slashes at the end not counted."""
    if not path:
        return "."
    return posixpath.basename(path.rstrip("/")) or "/"


def _dirname(path: str) -> str:
    folder = posixpath.normpath(posixpath.dirname(path) or ".")
    return "/" + folder.lstrip("/") if folder.startswith("/") else folder


def _pathexpand(path: str) -> str:
    if path.startswith("~"):
        raise Unseen(Unknown(Reason("whose home folder it is depends on who runs Terraform")))
    return path


def _on_file(evaluate: Callable[..., object]) -> Function:
    return Function(evaluate, (TEXT,), reads_files=True)


def _digest(digest: Callable[[bytes], str]) -> Function:
    return _on_file(lambda files, path: digest(files.read(path)))


def _digest_name(name: str) -> str:
    """``sha1`` of a file is filesha1, and base64sha256 is filebase64sha256."""
    return f"file{name}"


FUNCTIONS: Mapping[str, Function] = {
    "abspath": _on_file(lambda files, path: files.absolute(path)),
    "basename": Function(_basename, (TEXT,)),
    "dirname": Function(_dirname, (TEXT,)),
    "file": _on_file(_read_text),
    "filebase64": _on_file(_read_base64),
    "fileexists": _on_file(lambda files, path: files.exists(path)),
    "fileset": Function(_fileset, (TEXT, TEXT), reads_files=True),
    "pathexpand": Function(_pathexpand, (TEXT,)),
    "templatefile": Function(_templatefile, (TEXT, anything), None, Marks.KEPT, reads_files=True),
    **{_digest_name(name): _digest(digest) for name, digest in DIGESTS.items()},
}
