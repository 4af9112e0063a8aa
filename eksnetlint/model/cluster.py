"""Clusters: how one is declared, and all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from eksnetlint.model.access import Access, AuthConfigMap
from eksnetlint.model.claims import Claim
from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, ServicesEndpoint
from eksnetlint.model.container_use import ContainerUse, windows_containers
from eksnetlint.model.declared import NOTHING, Declarations
from eksnetlint.model.fargate import FargateProfile
from eksnetlint.model.instance_type import InstanceType, types_of
from eksnetlint.model.ip_family import IpFamily
from eksnetlint.model.karpenter import NodeClass
from eksnetlint.model.legacy import LegacyController, legacy_controller_of
from eksnetlint.model.manifest import Namespace, NodePool, PlatformSign, Service, ServiceAccount
from eksnetlint.model.namespace_use import NamespaceUse
from eksnetlint.model.namespaces import ByNamespace
from eksnetlint.model.network import Subnet
from eksnetlint.model.node_group import NodeGroup, Os
from eksnetlint.model.policy import NetworkPolicy, PolicyKind, SecurityGroupPolicy
from eksnetlint.model.scheduling import RuntimeClass
from eksnetlint.model.workload import Workload
from eksnetlint.source.text import Span
from eksnetlint.values import Known, Reason, Unknown, Value, World, is_known

_NOT_READ = Reason("the network of the cluster is not in these files")
MADE_ELSEWHERE = Reason(
    "the cluster is made elsewhere, and may have nodes that are not in these files"
)


@dataclass(frozen=True, slots=True, eq=False)
class ClusterDeclaration:
    """A cluster as one file declares it.

    ``is_whole`` is true where the file can only be meant to create the cluster, not to add node
    groups to one; ``other_capacity`` says that Fargate, Karpenter or Auto Mode brings Linux nodes.
    ``authentication_mode`` is EKS's word for it: API, CONFIG_MAP or API_AND_CONFIG_MAP;
    ``installs_addons`` says that EKS puts its default add-ons into a new cluster; ``is_on_outpost``
    that its control plane runs on an Outpost, which is a local cluster.

    ``members`` are other objects declared with it, such as workloads in its Terraform root.
    ``root`` names that root with its variable files, "" elsewhere: what is declared by two roots
    is never one cluster; ``folder`` is where it lies, None elsewhere. ``files`` are further files
    that the declaration is made of.
    """

    span: Span
    name: Value[str]
    region: Value[str]
    kubernetes_minor: Value[int]
    ip_family: Value[IpFamily]
    made_by_eksctl: Value[bool]
    is_whole: Value[bool]
    other_capacity: Value[bool]
    node_groups: tuple[NodeGroup, ...]
    cni: tuple[CniConfiguration, ...]
    fargate_profiles: tuple[FargateProfile, ...] = ()
    service_cidr: Value[str] = Unknown(_NOT_READ, is_set=False)  # noqa: RUF009 - a frozen value
    authentication_mode: Value[str] = Unknown(_NOT_READ, is_set=False)  # noqa: RUF009
    installs_addons: Value[bool] = Unknown(_NOT_READ, is_set=False)  # noqa: RUF009
    is_on_outpost: Value[bool] = Unknown(_NOT_READ, is_set=False)  # noqa: RUF009
    access: Access = Access()  # noqa: RUF009 - a frozen value
    subnets: World[Subnet] = World((), _NOT_READ)  # noqa: RUF009 - a frozen value
    members: tuple[object, ...] = ()
    root: str = ""
    folder: str | None = None
    files: frozenset[str] = frozenset()


class Join(Enum):
    """How it is known that a cluster's objects belong together."""

    DECLARED = "declared in the same files"
    CONFIGURED = "declared in the configuration"
    INFERRED = "joined as the only cluster there is"
    UNCLAIMED = "no file here declares their cluster"


# Without slots, so that what is derived from it once can be kept.
@dataclass(frozen=True, eq=False)
class Cluster:
    """One cluster and everything in the files that belongs to it.

    ``declared`` is what the user says about it, which beats what the files say. ``elsewhere`` are
    policies of the scan that belong to another cluster, or to copies of this one. ``claim`` is
    what the configuration says where it describes the cluster.
    """

    title: str
    join: Join = Join.DECLARED
    declarations: tuple[ClusterDeclaration, ...] = ()
    node_groups: tuple[NodeGroup, ...] = ()
    workloads: tuple[Workload, ...] = ()
    namespaces: tuple[Namespace, ...] = ()
    namespace_uses: tuple[NamespaceUse, ...] = ()
    services: tuple[Service, ...] = ()
    service_accounts: tuple[ServiceAccount, ...] = ()
    network_policies: tuple[NetworkPolicy, ...] = ()
    security_group_policies: tuple[SecurityGroupPolicy, ...] = ()
    cni_configurations: tuple[CniConfiguration, ...] = ()
    calico_installations: tuple[CalicoInstallation, ...] = ()
    services_endpoints: tuple[ServicesEndpoint, ...] = ()
    node_pools: tuple[NodePool, ...] = ()
    auth_config_maps: tuple[AuthConfigMap, ...] = ()
    legacy_controllers: tuple[LegacyController, ...] = ()
    node_classes: tuple[NodeClass, ...] = ()
    runtime_classes: tuple[RuntimeClass, ...] = ()
    platform_signs: tuple[PlatformSign, ...] = ()
    fargate_profiles: tuple[FargateProfile, ...] = ()
    elsewhere: tuple[NetworkPolicy, ...] = ()
    declared: Declarations = NOTHING
    claim: Claim | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the user says that what is not in its files is not there."""
        return self.claim is not None and self.claim.is_complete and bool(self.declarations)

    @property
    def other_capacity(self) -> tuple[Value[bool], ...]:
        """Whether Fargate, Karpenter or Auto Mode brings Linux nodes, by each declaration.

        What another file may bring is left out where the user says that there is no other.
        """
        answers = (item.other_capacity for item in self.declarations)
        return tuple(
            answer
            for answer in answers
            if not self.is_complete or isinstance(answer, Known) or answer.reason != MADE_ELSEWHERE
        )

    @cached_property
    def windows_candidates(self) -> ByNamespace[Workload]:
        """The workloads that have, or may have, ordinary Windows pods.

        One whose system cannot be seen may have some only where the files show any Windows.
        """
        systems = [workload.os for workload in self.workloads]
        systems += [group.os for group in self.node_groups]
        has_windows = any(is_known(os, Os.WINDOWS) for os in systems)
        return ByNamespace(
            (
                workload
                for workload in self.workloads
                if (has_windows or isinstance(workload.os, Known))
                and not is_known(workload.is_ordinary_windows, False)
            ),
            lambda workload: workload.namespace,
        )

    @cached_property
    def instance_types(self) -> tuple[InstanceType, ...]:
        """The instance types of its node groups, as far as they can be seen."""
        return tuple(item for group in self.node_groups for item in types_of(group))

    @cached_property
    def node_subnets(self) -> tuple[Subnet, ...]:
        """The subnets of its node groups, each once."""
        found: dict[object, Subnet] = {}
        for group in self.node_groups:
            for subnet in group.subnets.items:
                found.setdefault(subnet.key, subnet)
        return tuple(found.values())

    @cached_property
    def all_legacy_controllers(self) -> tuple[LegacyController, ...]:
        """What brings the old VPC resource controller: commands, and workloads that are it."""
        found = (legacy_controller_of(workload) for workload in self.workloads)
        return (*self.legacy_controllers, *(item for item in found if item is not None))

    @cached_property
    def node_label_keys(self) -> frozenset[str]:
        """The labels that a node group gives its nodes; what none gives, something else may."""
        keys = {key for group in self.node_groups for key in group.labels.items}
        keys |= {item.key for group in self.node_groups for item in group.requirements}
        return frozenset(keys)

    @cached_property
    def daemon_sets(self) -> tuple[Workload, ...]:
        return tuple(item for item in self.workloads if is_known(item.kind, "DaemonSet"))

    @cached_property
    def workloads_by_namespace(self) -> ByNamespace[Workload]:
        return ByNamespace(self.workloads, lambda workload: workload.namespace)

    @cached_property
    def windows_containers(self) -> tuple[ContainerUse, ...]:
        """The containers of the workloads that are known to be for Windows."""
        return tuple(windows_containers(self.workloads))

    @cached_property
    def namespaces_by_name(self) -> dict[str, Namespace]:
        """The Namespace objects that are the only ones of their name."""
        found: dict[str, list[Namespace]] = {}
        for item in self.namespaces:
            if isinstance(item.name, Known):
                found.setdefault(item.name.value, []).append(item)
        return {name: items[0] for name, items in found.items() if len(items) == 1}

    @cached_property
    def has_calico_policies(self) -> bool:
        return any(is_known(p.defined_by, PolicyKind.CALICO) for p in self.network_policies)

    @cached_property
    def policies_by_namespace(self) -> ByNamespace[NetworkPolicy]:
        return ByNamespace(self.network_policies, lambda policy: policy.namespace)

    @cached_property
    def elsewhere_by_namespace(self) -> ByNamespace[NetworkPolicy]:
        return ByNamespace(self.elsewhere, lambda policy: policy.namespace)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that anything of it is written in, sorted."""
        spans = [item.span for item in self.declarations]
        for objects in (
            self.node_groups,
            self.workloads,
            self.namespaces,
            self.services,
            self.service_accounts,
            self.network_policies,
            self.security_group_policies,
            self.cni_configurations,
            self.calico_installations,
            self.services_endpoints,
            self.node_pools,
            self.auth_config_maps,
            self.node_classes,
            self.runtime_classes,
        ):
            spans += [item.span for item in objects]
        return tuple(sorted({span.path for span in spans}))

    @property
    def span(self) -> Span | None:
        """Where it is declared, else the first thing that belongs to it."""
        for objects in (self.declarations, self.workloads, self.services, self.network_policies):
            for item in objects:
                return item.span
        return None
