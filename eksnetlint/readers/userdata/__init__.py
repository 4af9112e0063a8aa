"""Reader of Windows user data: the PowerShell text that joins a node to an EKS cluster."""

from __future__ import annotations

from eksnetlint.readers.userdata.model import (
    HOLE,
    Argument,
    BootstrapCall,
    DsrEvidence,
    DsrState,
    Place,
    TextKind,
    UserData,
)
from eksnetlint.readers.userdata.reader import read_user_data

__all__ = [
    "HOLE",
    "Argument",
    "BootstrapCall",
    "DsrEvidence",
    "DsrState",
    "Place",
    "TextKind",
    "UserData",
    "read_user_data",
]
