"""What clusters are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from eksnetlint.model.cluster import Cluster, ClusterDeclaration
from eksnetlint.values import Known


def title_of(declarations: Sequence[ClusterDeclaration]) -> str:
    """A title from the first name that can be seen, else from the first file."""
    for declaration in declarations:
        name, region = declaration.name, declaration.region
        if isinstance(name, Known):
            where = f" in {region.value}" if isinstance(region, Known) else ""
            return f"cluster '{name.value}'{where}"
    return f"a cluster in {declarations[0].span.path}"


def told_apart(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Clusters of one title get the names of their roots."""
    titles = Counter(cluster.title for cluster in clusters)
    return [
        replace(cluster, title=f"{cluster.title} ({cluster.declarations[0].root})")
        if titles[cluster.title] > 1 and cluster.declarations and cluster.declarations[0].root
        else cluster
        for cluster in clusters
    ]
