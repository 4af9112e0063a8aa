"""All that is known of the terraform-aws-modules/eks module, by release."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from eksnetlint.readers.terraform.community.eks.accepted import accepts
from eksnetlint.readers.terraform.community.eks.karpenter import (
    karpenter_outputs,
    karpenter_resources,
)
from eksnetlint.readers.terraform.community.eks.outputs import OF_FOLDERS
from eksnetlint.readers.terraform.community.eks.release_17 import outputs_of_17, resources_of_17
from eksnetlint.readers.terraform.community.eks.stand_in import (
    eks_outputs,
    eks_resources,
    folder_outputs,
    folder_resources,
)
from eksnetlint.readers.terraform.community.eks.v17 import EARLY, FORMER
from eksnetlint.readers.terraform.community.eks.v17 import RELEASES as V17
from eksnetlint.readers.terraform.community.eks.v19 import V18, V19
from eksnetlint.readers.terraform.community.eks.v20 import V20, V20_BEFORE_AMI_TYPES
from eksnetlint.readers.terraform.community.eks.v21 import V21, V21_BEFORE_2025, V21_SWAPPED
from eksnetlint.readers.terraform.community.release import Release, if_pinned

_TABLES = (V18, V19, V20_BEFORE_AMI_TYPES, V20, V21_BEFORE_2025, V21_SWAPPED, V21)
_WHOLE = (
    Release(EARLY, partial(resources_of_17, is_early=True), outputs_of_17, if_pinned),
    Release(FORMER, resources_of_17, outputs_of_17, if_pinned),
    Release(V17, resources_of_17, outputs_of_17, partial(accepts, 17)),
    *(
        Release(
            table.releases,
            partial(eks_resources, table=table),
            partial(eks_outputs, table=table),
            partial(accepts, table.releases.first[0]),
        )
        for table in _TABLES
    ),
)


def _of_folder(folder: str) -> tuple[Release, ...]:
    return tuple(
        Release(
            table.releases,
            partial(folder_resources, folder=folder, table=table),
            partial(folder_outputs, folder=folder),
        )
        for table in _TABLES
    )


def _of_karpenter() -> tuple[Release, ...]:
    """Releases before 20 have another such module, which is not read."""
    return tuple(
        Release(
            table.releases,
            partial(karpenter_resources, table=table),
            partial(karpenter_outputs, table=table),
        )
        for table in _TABLES
        if table.has_access_entries
    )


#: By the folder inside the repository, oldest releases first.
EKS: Mapping[str, tuple[Release, ...]] = {
    "": _WHOLE,
    **{f"modules/{folder}": _of_folder(folder) for folder in OF_FOLDERS},
    "modules/karpenter": _of_karpenter(),
}
