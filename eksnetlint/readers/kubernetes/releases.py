"""Charts that GitOps tools install: Flux's HelmRelease and Argo CD's Application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import TypeAlias, TypeVar

from eksnetlint.model.cni import CalicoInstallation, CniConfiguration, Holder, ServicesEndpoint
from eksnetlint.model.manifest import NodePool
from eksnetlint.readers import fields
from eksnetlint.readers.cni_addon import as_helm_prints, settings_of
from eksnetlint.readers.cni_values import environment_of
from eksnetlint.readers.cni_written import settings_in
from eksnetlint.readers.kubernetes.calico_installation import (
    calico_installation_of,
    endpoint_of_chart,
    minor_of,
)
from eksnetlint.readers.kubernetes.objects import KubernetesObject
from eksnetlint.readers.traced import reason_of
from eksnetlint.source.scalars import Kind, kind_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Entry, Mapping, Node, Scalar
from eksnetlint.values import Known, Reason, Unknown, Value, at, is_known

T = TypeVar("T")
Brought: TypeAlias = CniConfiguration | CalicoInstallation | NodePool

_ELSEWHERE = Reason("a release also takes values from other files or objects")
_PARAMETERS = Reason("an Argo CD parameter of a chart is in a notation that is not evaluated")
_NO_TARGET = Reason("an Argo CD Application names no namespace")
_UNREADABLE = Reason("the values of a release cannot be read")
_NODE_POOLS = Reason("Karpenter's node pools may be declared elsewhere")


@dataclass(frozen=True, slots=True)
class _Release:
    """A chart with the values it is given; ``open_because`` says why it may be given others."""

    chart: str
    span: Span
    values: Mapping
    open_because: Reason | None
    version: Value[str] | None = None


def release_of(thing: KubernetesObject) -> Brought | None:
    """What a release brings to the cluster's network; None for a chart that is not known here."""
    for release in _releases(thing):
        if release.chart == "aws-vpc-cni":
            return _cni_configuration(release, _namespace_of(thing))
        if release.chart == "tigera-operator":
            return _installation(release)
        if release.chart == "karpenter":
            # The chart alone makes no nodes, but whoever installs it has some made.
            unknown = Unknown(_NODE_POOLS, at(release.span), is_set=False)
            return NodePool(release.span, unknown, unknown)
    return None


def released_endpoint_of(thing: KubernetesObject) -> ServicesEndpoint | None:
    """The address of the API server that a release of Calico's chart gives, if it does."""
    for release in _releases(thing):
        if release.chart == "tigera-operator":
            return endpoint_of_chart(release.values) if release.open_because is None else None
    return None


def _releases(thing: KubernetesObject) -> Iterator[_Release]:
    spec = fields.child(thing.root, "spec")
    if (thing.group, thing.kind) == ("helm.toolkit.fluxcd.io", "HelmRelease"):
        chart = fields.field(spec, "chart", "spec", "chart")
        if chart:
            yield _flux(chart, spec)
    elif (thing.group, thing.kind) == ("argoproj.io", "Application"):
        several = fields.items(fields.child(spec, "sources"))
        single = fields.child(spec, "source")
        for source in several or ([single] if single else []):
            chart = fields.field(source, "chart")
            if chart:
                release = _argo(chart, fields.child(source, "helm"))
                yield replace(release, version=_version(source, "targetRevision"))


def _version(node: Node | None, *path: str) -> Value[str] | None:
    entry = fields.field(node, *path)
    return fields.text(entry) if entry else None


def _name(chart: Entry) -> str:
    text = fields.text(chart)
    return text.value.rpartition("/")[2] if isinstance(text, Known) else ""


def _flux(chart: Entry, spec: Node | None) -> _Release:
    """``values`` are laid over ``valuesFrom`` (Flux documentation, Helm Releases, values)."""
    others = _ELSEWHERE if fields.child(spec, "valuesFrom") else None
    release = _release(chart, fields.child(spec, "values"), others)
    return replace(release, version=_version(spec, "chart", "spec", "version"))


def _argo(chart: Entry, helm: Node | None) -> _Release:
    """Parameters come before ``valuesObject``, that before ``values``, and files come last.

    Source: Argo CD documentation, "Helm", value precedence.
    """
    written = fields.child(helm, "valuesObject")
    text = fields.child(helm, "values")
    if written is None:
        is_empty = isinstance(text, Scalar) and not fields.hidden(text) and not text.text.strip()
        written = fields.document(text) or (None if is_empty else text)
    others = _ELSEWHERE if fields.items(fields.child(helm, "valueFiles")) else None
    others = _ELSEWHERE if fields.child(helm, "fileParameters") else others
    release = _release(chart, written, others)
    for parameter in fields.items(fields.child(helm, "parameters")):
        release = _with_parameter(release, parameter)
    return release


def _release(chart: Entry, values: Node | None, others: Reason | None) -> _Release:
    place = chart.key
    empty = Mapping(place.source, place.start, place.end)
    if isinstance(values, Mapping):
        unseen = [e.key for e in values.entries if kind_of(e.key) is Kind.PLACEHOLDER]
        reason = reason_of(unseen[0]) if unseen else others
        return _Release(_name(chart), chart.span, values, reason)
    if values is not None and not fields.is_null(values):
        hidden = fields.hidden(values)
        others = hidden.reason if hidden else _UNREADABLE
    return _Release(_name(chart), chart.span, empty, others)


def _with_parameter(release: _Release, parameter: Node) -> _Release:
    name, value = fields.field(parameter, "name"), fields.field(parameter, "value")
    text = fields.text(name) if name else None
    if not isinstance(text, Known) or value is None or set(text.value) & set("\\[]{}"):
        return replace(release, open_because=_PARAMETERS)
    assert name is not None
    assert isinstance(name.value, Scalar)
    path = text.value.split(".")
    return replace(release, values=_assigned(release.values, path, name.value, value.value))


def _assigned(base: Node | None, path: list[str], name: Scalar, value: Node) -> Mapping:
    """A copy of values in which one is set, at the place where the parameter has it."""
    kept = base if isinstance(base, Mapping) else Mapping(name.source, name.start, name.end)
    first, *rest = path
    earlier = kept.fields.get(first)
    inner = _assigned(earlier.value if earlier else None, rest, name, value) if rest else value
    key = Scalar(name.source, name.start, name.end, first, '"')
    entry = Entry(key, inner, value.start, value.end)
    known = {**kept.fields, first: entry}
    return Mapping(kept.source, kept.start, kept.end, list(known.values()), known)


def _namespace_of(thing: KubernetesObject) -> Value[str]:
    """The namespace a release goes to: Flux's is that of its object unless it is given.

    Sources: Flux documentation, Helm Releases, target namespace; Argo CD's Application.
    """
    spec = fields.child(thing.root, "spec")
    if thing.kind == "Application":
        entry = fields.field(spec, "destination", "namespace")
        return fields.text(entry) if entry else Unknown(_NO_TARGET, at(thing.span), is_set=False)
    entry = fields.field(spec, "targetNamespace")
    return fields.text(entry) if entry else thing.namespace


def _cni_configuration(release: _Release, namespace: Value[str]) -> CniConfiguration:
    """The chart writes the ConfigMap into its own namespace (its templates/configmap.yaml)."""
    printed = {
        key: as_helm_prints(entry)
        for key, entry in release.values.fields.items()
        if not fields.is_absent(entry)
    }
    values = replace(release.values, entries=list(printed.values()), fields=printed)
    holder = Known(Holder.CHART, at(release.span))
    settings, environment = settings_of(values), environment_of(values)
    return CniConfiguration(
        release.span,
        holder,
        settings,
        release.open_because,
        environment,
        written=settings_in(values, holder),
        name=Known("amazon-vpc-cni", holder.origin, is_set=False),
        namespace=namespace,
    )


def _installation(release: _Release) -> CalicoInstallation | None:
    """The chart writes an Installation of ``installation``, unless that is disabled.

    Source: projectcalico/calico, charts/tigera-operator/templates/crs/custom-resources.yaml.
    """
    enabled = fields.field(release.values, "installation", "enabled")
    if enabled and is_known(fields.boolean(enabled), False):
        return None
    entry = fields.field(release.values, "installation")
    place = release.values
    known = {"spec": entry} if entry else {}
    root = Mapping(place.source, place.start, place.end, list(known.values()), known)
    thing = KubernetesObject(root, "operator.tigera.io", "v1", "Installation")
    found = calico_installation_of(thing)
    if found is None:
        return None
    span = release.span
    settings = {
        part.name: _unless_open(getattr(found, part.name), release.open_because, span)
        for part in dataclass_fields(found)
        if part.name != "span"
    }
    settings["minor"] = minor_of(release.version, span)
    return replace(found, span=span, **settings)


def _unless_open(value: Value[T], reason: Reason | None, span: Span) -> Value[T]:
    """A default holds only where no other place can set the value."""
    if value.is_set:
        return value
    return Unknown(reason, at(span), is_set=False) if reason else replace(value, origin=at(span))
