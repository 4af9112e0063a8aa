"""What Calico's operator is told: its Installation (operator.tigera.io/v1), and by its chart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eksnetlint.model.cni import CalicoInstallation, ServicesEndpoint, WindowsDataplane
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, is_named
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping, Node, Sequence
from eksnetlint.values import Known, Reason, Unknown, Value, at, lift

_NO_CNI_TYPE = Reason("Calico's Installation names no CNI, and the operator finds out")
_UNKNOWN_DATAPLANE = Reason("a Windows dataplane that is not known")
_NO_RELEASE = Reason("which release of Calico a chart brings is not in these files")
# Charts have the version of Calico, with a "v" or without.
_RELEASE = re.compile(r"v?3\.([0-9]+)(?:\.(?:[0-9]+|[xX*]).*)?\Z")


def calico_installation_of(thing: KubernetesObject) -> CalicoInstallation | None:
    """The Calico operator's Installation an object is, if it is one.

    The defaults are those that the CRD gives.
    """
    if (thing.group, thing.kind) != ("operator.tigera.io", "Installation"):
        return None
    spec = fields.child(thing.root, "spec")
    network = fields.child(spec, "calicoNetwork")
    unseen = fields.hidden(spec)
    hidden = unseen or fields.hidden(network)
    span = thing.span
    return CalicoInstallation(
        span=span,
        windows_dataplane=hidden or _windows_dataplane(network, span),
        service_cidrs=hidden or _service_cidrs(spec, span),
        cni_type=hidden or _cni_type(spec, span),
        kubernetes_provider=unseen or _optional(spec, "kubernetesProvider", span),
        variant=unseen or fields.string(spec, "variant", default="Calico", span=span),
        linux_dataplane=hidden
        or fields.string(network, "linuxDataplane", default="Iptables", span=span),
        encapsulation=hidden or _encapsulation(fields.child(network, "ipPools"), span),
        bgp=hidden or _optional(network, "bgp", span),
        has_windows_nodes=unseen or _has_windows_nodes(spec, span),
        minor=Known(None, at(span), is_set=False),
    )


def minor_of(version: Value[str] | None, span: Span) -> Value[int | None]:
    """The 27 of a chart's version 3.27.0; unknown for a range of versions, and for none."""
    if version is None:
        return Unknown(_NO_RELEASE, at(span), is_set=False)
    if isinstance(version, Unknown):
        return version
    match = _RELEASE.match(version.value.strip())
    if match is None:
        return Unknown(_NO_RELEASE, version.origin)
    return Known(int(match[1]), version.origin)


def endpoint_of_chart(values: Mapping) -> ServicesEndpoint | None:
    """The ConfigMap that the chart writes where a host is given; the port is 6443 by itself.

    Source: projectcalico/calico, charts/tigera-operator, values.yaml and
    templates/tigera-operator/01-kubernetes-services-endpoint.yaml.
    """
    given = fields.child(values, "kubernetesServiceEndpoint")
    host, port = fields.field(given, "host"), fields.field(given, "port")
    if host is None or is_named(fields.text(host), ""):
        return None
    default: Value[str | None] = Known("6443", at(host.span), is_set=False)
    return ServicesEndpoint(host.span, fields.text(host), fields.text(port) if port else default)


def _optional(node: Node | None, key: str, span: Span) -> Value[str | None]:
    entry = fields.field(node, key)
    return fields.text(entry) if entry else Known(None, at(span), is_set=False)


def _cni_type(spec: Node | None, span: Span) -> Value[str]:
    """The CNI beside Calico's policies; on EKS that of AWS, unless it is given."""
    entry = fields.field(spec, "cni", "type")
    if entry:
        return fields.text(entry)
    provider = fields.field(spec, "kubernetesProvider")
    if provider and is_named(fields.text(provider), "EKS"):
        return Known("AmazonVPC", at(span), is_set=False)
    return Unknown(_NO_CNI_TYPE, at(span), is_set=False)


def _windows_dataplane(network: Node | None, span: Span) -> Value[WindowsDataplane]:
    entry = fields.field(network, "windowsDataplane")
    if entry is None:
        return Known(WindowsDataplane.DISABLED, at(span), is_set=False)
    value = fields.text(entry)
    if isinstance(value, Unknown):
        return value
    for dataplane in WindowsDataplane:
        if value.value == dataplane.value:
            return Known(dataplane, value.origin)
    return Unknown(_UNKNOWN_DATAPLANE, value.origin)


def _service_cidrs(spec: Node | None, span: Span) -> Value[tuple[str, ...]]:
    entry = fields.field(spec, "serviceCIDRs")
    if entry is None:
        return Known((), at(span), is_set=False)
    hidden = fields.hidden(entry.value)
    if hidden:
        return hidden
    texts = [fields.node_text(item) for item in fields.items(entry.value)]
    unknown = next((text for text in texts if isinstance(text, Unknown)), None)
    if unknown:
        return unknown
    return Known(tuple(text.value for text in texts if isinstance(text, Known)), at(entry.span))


def _encapsulation(pools: Node | None, span: Span) -> Value[str | None]:
    """That of the first IPv4 pool, which is IPIP where the pool does not say."""
    hidden = fields.hidden(pools)
    if hidden:
        return hidden
    if not isinstance(pools, Sequence):
        return Known(None, at(span), is_set=False)
    for place, is_ipv4, pool in _pools(pools):
        if isinstance(is_ipv4, Unknown):
            return is_ipv4
        if is_ipv4.value:
            return fields.string(pool, "encapsulation", default="IPIP", span=place)
    return Known(None, at(span), is_set=False)


def _pools(pools: Sequence) -> Iterator[tuple[Span, Value[bool], Node]]:
    for pool in pools.items:
        cidr, hidden = fields.field(pool, "cidr"), fields.hidden(pool)
        if hidden:
            yield pool.span, hidden, pool
        elif cidr:
            yield cidr.span, lift(lambda text: ":" not in text, fields.text(cidr)), pool


def _has_windows_nodes(spec: Node | None, span: Span) -> Value[bool]:
    entry = fields.field(spec, "windowsNodes")
    if entry is None:
        return Known(False, at(span), is_set=False)
    is_given = isinstance(entry.value, Mapping)
    return fields.hidden(entry.value) or Known(is_given, at(entry.key.span))
