"""Pods, and every kind of object that has a pod template."""

from __future__ import annotations

from collections.abc import Iterator

from eksnetlint.model.labels import Labels
from eksnetlint.model.placement import place
from eksnetlint.model.workload import Workload
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, labels_at
from eksnetlint.readers.kubernetes.scheduling import containers_of, scheduling_of
from eksnetlint.source.text import Span
from eksnetlint.source.tree import Mapping
from eksnetlint.values import Known, Value, at, disjunction

# Where a pod template can stand: workload controllers (and CRDs made after them, such as Argo's
# Rollout), CronJob, PodTemplate.
_TEMPLATES = (("spec", "template"), ("spec", "jobTemplate", "spec", "template"), ("template",))


def workload_of(thing: KubernetesObject) -> Workload | None:
    """The workload an object is; None where it has no pod template with containers."""
    template = _template_of(thing)
    if template is None:
        return None
    pod_spec = fields.child(template, "spec")
    if not isinstance(pod_spec, Mapping) or not fields.field(pod_spec, "containers"):
        return None
    scheduling = scheduling_of(pod_spec)
    placement = place(scheduling)
    return Workload(
        span=thing.span,
        kind=Known(thing.kind, at(thing.span)),
        name=thing.name,
        namespace=thing.namespace,
        os=placement.os,
        os_cause=Known(placement.cause, placement.os.origin),
        host_network=_flag(pod_spec, pod_spec.span, "hostNetwork"),
        host_process=disjunction(_host_process(pod_spec)),
        labels=_labels(template),
        service_account=_service_account(pod_spec),
        placement_conflict=placement.conflict,
        scheduling=scheduling,
    )


def _template_of(thing: KubernetesObject) -> Mapping | None:
    if thing.kind == "Pod" and not thing.group:
        return thing.root
    for path in _TEMPLATES:
        template = fields.child(thing.root, *path)
        if isinstance(template, Mapping):
            return template
    return None


def _labels(template: Mapping) -> Labels:
    hidden = fields.hidden(fields.child(template, "metadata"))
    return (
        Labels(open_because=hidden.reason) if hidden else labels_at(template, "metadata", "labels")
    )


def _flag(node: Mapping, span: Span, *path: str) -> Value[bool]:
    entry = fields.field(node, *path)
    return fields.boolean(entry) if entry else Known(False, at(span), is_set=False)


def _host_process(pod_spec: Mapping) -> Iterator[Value[bool]]:
    # One such container makes it a HostProcess pod: the API refuses a mixture
    # (kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod).
    path = ("securityContext", "windowsOptions", "hostProcess")
    for node in (pod_spec, *containers_of(pod_spec)):
        entry = fields.field(node, *path)
        if entry:
            yield fields.boolean(entry)
        else:
            context = fields.child(node, *path[:2]) or fields.child(node, path[0])
            hidden = fields.hidden(node) or fields.hidden(context)
            if hidden:
                yield hidden


def _service_account(pod_spec: Mapping) -> Value[str]:
    name = fields.field(pod_spec, "serviceAccountName") or fields.field(pod_spec, "serviceAccount")
    return fields.text(name) if name else Known("default", at(pod_spec.span), is_set=False)
