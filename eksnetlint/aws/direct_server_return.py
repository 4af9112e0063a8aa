"""What AWS documents about Direct Server Return on its Windows AMIs."""

from __future__ import annotations

import datetime

DSR_AS_OF = datetime.date(2026, 11, 22)

# EKS best practices guide, "Windows Networking": it must be switched on for Windows Server 2019.
# No AWS document says what the 2022 and 2025 AMIs do.
OFF_BY_DEFAULT = frozenset({2019})

# Kubernetes documentation, "Feature Gates", WinDSR: the 34 of Kubernetes 1.34, from which on the
# gate cannot be switched off.
GATE_LOCKED_SINCE = 34
