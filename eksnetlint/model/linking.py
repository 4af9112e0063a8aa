"""Which objects belong to which cluster.

Objects declared in a cluster's own file belong to it. Manifests are joined to a cluster only
where nothing else can be meant: copies for several environments, releases and examples are
told apart by their folders and never thrown together.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eksnetlint.model.access import AuthConfigMap
from eksnetlint.model.claimed import claimed
from eksnetlint.model.claims import Claim, over
from eksnetlint.model.cluster import Cluster, ClusterDeclaration, Join
from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, ServicesEndpoint
from eksnetlint.model.copies import copy_of, example_of
from eksnetlint.model.declared import Declarations
from eksnetlint.model.karpenter import NodeClass, joined, nodes_of
from eksnetlint.model.legacy import LegacyController
from eksnetlint.model.manifest import (
    Namespace,
    NodePool,
    Platform,
    PlatformSign,
    Service,
    ServiceAccount,
)
from eksnetlint.model.namespace_use import NamespaceUse
from eksnetlint.model.placing import placed
from eksnetlint.model.policy import NetworkPolicy, SecurityGroupPolicy
from eksnetlint.model.scheduling import RuntimeClass
from eksnetlint.model.titles import title_of, told_apart
from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, at, is_known

_FIELDS: Mapping[type, str] = {
    AuthConfigMap: "auth_config_maps",
    CalicoInstallation: "calico_installations",
    CniConfiguration: "cni_configurations",
    LegacyController: "legacy_controllers",
    Namespace: "namespaces",
    NetworkPolicy: "network_policies",
    NodeClass: "node_classes",
    NodePool: "node_pools",
    PlatformSign: "platform_signs",
    RuntimeClass: "runtime_classes",
    SecurityGroupPolicy: "security_group_policies",
    Service: "services",
    ServiceAccount: "service_accounts",
    ServicesEndpoint: "services_endpoints",
    Workload: "workloads",
}


@dataclass(slots=True, eq=False)
class _Group:
    """Objects that belong together, before it is known what to."""

    declarations: list[ClusterDeclaration]
    objects: list[object]
    join: Join = Join.DECLARED
    title: str = ""
    claim: Claim | None = None


def link(
    objects: Iterable[object],
    declared: Declarations,
    base: str = "",
    claims: Sequence[Claim] = (),
) -> tuple[Cluster, ...]:
    """The clusters that objects make up; ``base`` is the scanned folder, relative to the root.

    The configuration's ``claims`` come first; what they leave is joined as if there were nothing
    else. Raises BadClaim where they contradict each other.
    """
    declarations: list[ClusterDeclaration] = []
    signs: dict[Span, PlatformSign] = {}
    manifests: dict[str, list[object]] = defaultdict(list)
    for item in objects:
        if isinstance(item, ClusterDeclaration):
            declarations.append(item)
        elif isinstance(item, PlatformSign) and declarations and item.span == declarations[-1].span:
            signs[item.span] = item
        else:
            manifests[_path(item).removeprefix(base).lstrip("/")].append(item)
    belongings, declarations, manifests = claimed(declarations, manifests, claims)
    configured = [
        _Group(one.declarations, one.objects, Join.CONFIGURED, one.claim.title, one.claim)
        for one in belongings
    ]
    groups = _declared_groups(declarations, base)
    for group in (*configured, *groups):
        group.objects += [signs[one.span] for one in group.declarations if one.span in signs]
    loose = _join_manifests(manifests, groups, base)
    clusters = [
        _cluster(group, declared)
        for group in (*configured, *groups, *loose)
        if group.objects or group.declarations
    ]
    return _with_elsewhere(told_apart(clusters))


def _path(item: object) -> str:
    span = item.span  # type: ignore[attr-defined]
    assert isinstance(span, Span)
    # Overlays that share a base are copies of their own.
    return span.source.home or span.path


def _declared_groups(declarations: Sequence[ClusterDeclaration], base: str) -> list[_Group]:
    """Files of one cluster name and region are one cluster, unless they are copies."""
    named: dict[object, list[ClusterDeclaration]] = defaultdict(list)
    for item in declarations:
        name, region = item.name, item.region
        key: object = item
        if isinstance(name, Known) and isinstance(region, Known):
            path = item.span.path.removeprefix(base).lstrip("/")
            key = (name.value, region.value, example_of(path))
        named[key].append(item)
    return [group for items in named.values() for group in _one_or_several(items)]


def _one_or_several(items: Sequence[ClusterDeclaration]) -> list[_Group]:
    """One cluster, or one for each Terraform root where they cannot all be parts of the same.

    A cluster is made once: roots that make one of the same name do so in different accounts. And
    a root that is evaluated with several sets of variables stands for several clusters.
    """
    makers = {item.root for item in items if not is_known(item.is_whole, False)}
    is_repeated = len({item.span for item in items}) < len(items)
    if len(makers) <= 1 and not is_repeated:
        return [_Group(list(items), [])]
    groups: dict[str, _Group] = {}
    for item in items:
        groups.setdefault(item.root, _Group([], [])).declarations.append(item)
    return list(groups.values())


def _join_manifests(
    manifests: Mapping[str, list[object]], groups: Sequence[_Group], base: str
) -> list[_Group]:
    """Give manifests to the cluster they are for; what is left makes groups of its own."""
    loose: dict[tuple[str, bool], _Group] = {}
    by_file, by_copy = _declared_in(groups, base)
    for path, items in manifests.items():
        copy = copy_of(path)
        is_foreign = _is_foreign(items) and not by_file[path]
        owners = by_file[path] or by_copy[copy] or (groups if copy == "" else [])
        if len(owners) == 1 and not is_foreign:
            owners[0].objects.extend(items)
            if not by_file[path]:
                owners[0].join = Join.INFERRED
            continue
        key = (copy, is_foreign)
        if key not in loose:
            folder = posixpath.join(base, copy) or "."
            what = " for another platform" if is_foreign else ""
            loose[key] = _Group([], [], Join.UNCLAIMED, f"manifests{what} in {folder}")
        loose[key].objects.extend(items)
    return list(loose.values())


def _declared_in(
    groups: Sequence[_Group], base: str
) -> tuple[dict[str, list[_Group]], dict[str, list[_Group]]]:
    """The clusters declared in each file, and in each copy."""
    by_file: dict[str, list[_Group]] = defaultdict(list)
    by_copy: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        for item in group.declarations:
            path = item.span.path.removeprefix(base).lstrip("/")
            for found in (by_file[path], by_copy[copy_of(path)]):
                if group not in found:
                    found.append(group)
    return by_file, by_copy


def _is_foreign(items: Sequence[object]) -> bool:
    """Whether a file's signs are all of another platform than EKS."""
    signs = {item.platform for item in items if isinstance(item, PlatformSign)}
    return signs == {Platform.OTHER}


def _cluster(group: _Group, declared: Declarations) -> Cluster:
    parts: dict[str, list[object]] = defaultdict(list)
    for item in group.objects:
        parts[_FIELDS[type(item)]].append(item)
    for declaration in group.declarations:
        for member in declaration.members:
            parts[_FIELDS[type(member)]].append(member)
        parts["cni_configurations"].extend(declaration.cni)
        parts["node_groups"].extend(declaration.node_groups)
        parts["fargate_profiles"].extend(declaration.fargate_profiles)
    named = {name: tuple(items) for name, items in parts.items()}
    cluster = Cluster(
        title=group.title or title_of(group.declarations),
        join=group.join,
        declarations=tuple(group.declarations),
        declared=over(declared, group.claim.declared) if group.claim else declared,
        claim=group.claim,
        **named,  # type: ignore[arg-type]
    )
    cluster = _with_pools(cluster)
    workloads = placed(cluster)
    return replace(cluster, workloads=workloads, namespace_uses=_namespace_uses(workloads))


def _with_pools(cluster: Cluster) -> Cluster:
    """Karpenter's NodePools as node groups of the cluster."""
    made = [(pool, nodes_of(pool, cluster.node_classes)) for pool in cluster.node_pools]
    groups = tuple(group for _, group in made if group is not None)
    pools = tuple(pool if group is None else joined(pool, group) for pool, group in made)
    return replace(cluster, node_groups=cluster.node_groups + groups, node_pools=pools)


def _namespace_uses(workloads: Sequence[Workload]) -> tuple[NamespaceUse, ...]:
    uses: dict[str, list[Workload]] = defaultdict(list)
    for workload in workloads:
        if isinstance(workload.namespace, Known):
            uses[workload.namespace.value].append(workload)
    return tuple(
        NamespaceUse(Known(name, at(items[0].span)), tuple(items), items[0].span)
        for name, items in uses.items()
    )


def _with_elsewhere(clusters: Sequence[Cluster]) -> tuple[Cluster, ...]:
    linked: list[Cluster] = []
    for cluster in clusters:
        others = (other for other in clusters if other is not cluster)
        own = set(cluster.network_policies)
        policies = tuple(
            policy for other in others for policy in other.network_policies if policy not in own
        )
        linked.append(replace(cluster, elsewhere=policies))
    return tuple(linked)
