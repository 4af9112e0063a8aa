"""Families of instance types that Windows does not run on, or not on all counts, as of a date."""

from __future__ import annotations

import datetime

WINDOWS_TYPES_AS_OF = datetime.date(2026, 11, 23)

# AWS Neuron, which drives these chips, has drivers for Linux only; eksctl refuses them for every
# AMI family but Amazon Linux and Bottlerocket (pkg/apis/eksctl.io/v1alpha5/validation.go).
NEURON_CHIPS = {
    "inf1": "Inferentia",
    "inf2": "Inferentia",
    "trn1": "Trainium",
    "trn1n": "Trainium",
    "trn2": "Trainium",
    "trn3": "Trainium",
}
# The EKS user guide listed them as not supported for Windows workloads until 2024, and aws-cdk
# still refuses them (aws-eks, managed-nodegroup.ts). Both leave m4.16xlarge out. M6a was listed
# too, though Windows nodes of it are known to work, and so is left out here.
LEFT_BEHIND = frozenset({"c3", "c4", "d2", "i2", "m4", "r3"})
STILL_SUPPORTED = frozenset({"m4.16xlarge"})
