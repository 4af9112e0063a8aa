"""The Helm charts that decide how a cluster's network works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, Holder
from eksnetlint.model.manifest import NodePool
from eksnetlint.readers import fields
from eksnetlint.readers.cni_addon import KEYS, as_helm_prints, settings_of
from eksnetlint.readers.cni_values import environment_of
from eksnetlint.readers.cni_written import settings_in
from eksnetlint.readers.kubernetes.calico_installation import endpoint_of_chart, minor_of
from eksnetlint.readers.kubernetes.platform import signs_in
from eksnetlint.readers.kubernetes.reader import declared_in
from eksnetlint.readers.reading import Declared
from eksnetlint.readers.terraform.kubernetes.doubt import doubtful
from eksnetlint.readers.terraform.kubernetes.release import chart_of, values_of
from eksnetlint.readers.terraform.kubernetes.spot import Spot, spot_at
from eksnetlint.readers.terraform.kubernetes.tree import mapping, open_reason, pair, scalar
from eksnetlint.readers.terraform.resource import Resource
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar
from eksnetlint.values import Known, Reason, Unknown, Value, at, lift

_NODE_POOLS_ELSEWHERE = Reason("Karpenter's node pools may be declared elsewhere")


def read_release(resource: Resource) -> Iterator[Declared]:
    """What a ``helm_release`` brings; nothing for a chart that is not known here."""
    chart = chart_of(resource)
    if chart == "aws-vpc-cni":
        yield _cni_configuration(resource)
    elif chart == "tigera-operator":
        yield from _calico_installation(resource)
    elif chart == "karpenter":
        # The chart alone makes no nodes, but whoever installs it has some made.
        span = _place(resource)
        unknown = Unknown(_NODE_POOLS_ELSEWHERE, at(span), is_set=False)
        yield NodePool(span, unknown, unknown)


def _place(resource: Resource) -> Span:
    origin = resource.contents.attribute("chart").origin
    return origin.frames[0].span if origin.frames else resource.span


def _cni_configuration(resource: Resource) -> CniConfiguration:
    """The chart writes the ConfigMap into its own namespace (its templates/configmap.yaml)."""
    place = _place(resource)
    values = values_of(resource, (*KEYS, "env"))
    environment = environment_of(values)
    if isinstance(resource.exists, Unknown):
        environment = None
        values = mapping([], spot_at(values.span), resource.exists.reason)
    written = [as_helm_prints(entry) for entry in values.entries if not fields.is_absent(entry)]
    printed = mapping(written, spot_at(values.span))
    holder = Known(Holder.CHART, at(place))
    return CniConfiguration(
        place,
        holder,
        settings_of(printed),
        open_reason(values),
        environment,
        written=settings_in(printed, holder),
        name=Known("amazon-vpc-cni", holder.origin, is_set=False),
        namespace=_namespace(resource),
    )


def _namespace(resource: Resource) -> Value[str]:
    """The namespace of a release; ``default`` where none is given (helm provider, helm_release)."""
    value = resource.contents.attribute("namespace")
    if isinstance(value, Known) and value.value is None:
        return Known("default", at(resource.span), is_set=False)
    return lift(str, value)


def _calico_installation(resource: Resource) -> Iterator[Declared]:
    """The chart writes an Installation of ``installation``, unless that is disabled.

    Source: projectcalico/calico, charts/tigera-operator/templates/crs/custom-resources.yaml.
    """
    values = values_of(resource, ("installation", "kubernetesServiceEndpoint"))
    endpoint = None if isinstance(resource.exists, Unknown) else endpoint_of_chart(values)
    if endpoint is not None:
        yield endpoint
    enabled = fields.field(values, "installation", "enabled")
    is_enabled = fields.boolean(enabled) if enabled else Known(True)
    if isinstance(is_enabled, Known) and not is_enabled.value:
        return
    root: Node = _installation(values, spot_at(_place(resource)))
    if isinstance(resource.exists, Unknown):
        root = doubtful(root, resource.exists.reason)
    for item in declared_in(root):
        if isinstance(item, CalicoInstallation):
            yield replace(item, minor=_minor(resource))
    yield from signs_in(root)


def _minor(resource: Resource) -> Value[int | None]:
    version = resource.contents.attribute("version")
    place = _place(resource)
    if isinstance(version, Unknown) or version.value is None:
        return minor_of(None, place)
    return minor_of(Known(str(version.value), version.origin), place)


def _installation(values: Mapping, place: Spot) -> Mapping:
    spec = fields.field(values, "installation")
    name = pair("name", scalar("default", True, place), place, place)
    entries = [
        pair("apiVersion", scalar("operator.tigera.io/v1", True, place), place, place),
        pair("kind", scalar("Installation", True, place), place, place),
        pair("metadata", mapping([name], place), place, place),
    ]
    return mapping([*entries, *([_named("spec", spec)] if spec else [])], place)


def _named(name: str, entry: Entry) -> Entry:
    key = entry.key
    renamed = Scalar(key.source, key.start, key.end, name, '"')
    return Entry(renamed, entry.value, entry.start, entry.end)
