"""User data of Windows nodes as modules put it together, in words of its own."""

from __future__ import annotations

from collections.abc import Iterable

from eksnetlint.readers.terraform.community.text import composed
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.source.text import Span

_OPEN = "<powershell>\n"
_SCRIPT = (
    '$EKSBinDir = "$env:ProgramFiles\\Amazon\\EKS"\n'
    '$EKSBootstrapScriptFile = "$EKSBinDir\\Start-EKSBootstrap.ps1"\n'
    "& $EKSBootstrapScriptFile "
)
_REDIRECTED = " 3>&1 4>&1 5>&1 6>&1\n"
_CLOSE = "</powershell>\n"


def bootstrapping(
    span: Span,
    before: Iterable[str | TfValue],
    arguments: Iterable[str | TfValue],
    after: Iterable[str | TfValue],
) -> TfValue:
    """A text in Base64 that calls the EKS bootstrap script between two pieces of the user's."""
    call = [_SCRIPT, *arguments, _REDIRECTED]
    return composed(span, _OPEN, *before, *call, *after, _CLOSE, is_base64=True)
