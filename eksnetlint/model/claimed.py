"""What the clusters of the configuration take of what was read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eksnetlint.model.claims import BadClaim, Claim, ClaimedPath, evaluation_of
from eksnetlint.model.cluster import ClusterDeclaration


@dataclass(frozen=True, slots=True, eq=False)
class Belongings:
    """What belongs to a cluster of the configuration."""

    claim: Claim
    declarations: list[ClusterDeclaration] = field(default_factory=list)
    objects: list[object] = field(default_factory=list)


def claimed(
    declarations: Sequence[ClusterDeclaration],
    manifests: Mapping[str, list[object]],
    claims: Sequence[Claim],
) -> tuple[list[Belongings], list[ClusterDeclaration], dict[str, list[object]]]:
    """What each claim takes, and the declarations and the manifests that are left.

    ``manifests`` are the objects of a file each. All claims that hold a file get its objects, but
    a declaration is one cluster's, whatever name it gives the cluster. Raises BadClaim where two
    claims take one, and where one takes several evaluations of a text: clusters never add up.
    """
    taken = [Belongings(claim) for claim in claims]
    left = [item for item in declarations if not _is_taken(item, taken)]
    others: dict[str, list[object]] = {}
    for name, items in manifests.items():
        path = items[0].span.path  # type: ignore[attr-defined]
        owners = [one for one in taken if any(part.holds(path) for part in one.claim.paths)]
        for owner in owners:
            owner.objects.extend(items)
        if not owners:
            others[name] = items
    return taken, left, others


def _is_taken(item: ClusterDeclaration, taken: Iterable[Belongings]) -> bool:
    owner: Claim | None = None
    for one in taken:
        path = _claimed_by(one.claim, item)
        if path is None:
            continue
        if owner is not None:
            what = f"{item.root or item.span.path} declares a cluster"
            raise BadClaim(f"{path.place}: {what}, which is already that of '{owner.name}'")
        _refuse_copy(item, one.declarations, path)
        owner = one.claim
        one.declarations.append(item)
    return owner is not None


def _refuse_copy(
    item: ClusterDeclaration, items: Iterable[ClusterDeclaration], claimed: ClaimedPath
) -> None:
    for other in items:
        if other.span == item.span:
            both = " and ".join(dict.fromkeys((other.root, item.root)))
            raise BadClaim(
                f"{claimed.place}: {item.span} declares several clusters, in {both};"
                " claim one of them, with an `environment` where there are several"
            )


def _claimed_by(claim: Claim, item: ClusterDeclaration) -> ClaimedPath | None:
    """The path by which a claim takes a declaration.

    A cluster belongs to where its Terraform root lies, not to where the module lies that makes it.
    """
    if item.folder is None:
        paths = {item.span.path}
    else:
        files = {item.span.path, *item.files}
        paths = {path for path in files if posixpath.dirname(path) == item.folder}
        paths.add(item.folder or ".")
        if claim.environment and item.root != evaluation_of(item.folder, claim.environment):
            return None
    return next((one for one in claim.infrastructure if any(map(one.holds, paths))), None)
