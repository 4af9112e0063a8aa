"""Pods, and every kind of object that has a pod template."""

from __future__ import annotations

from eksnetlint.model.labels import Labels
from eksnetlint.model.placement import place
from eksnetlint.model.pod_spec import PodSpec
from eksnetlint.model.workload import Workload
from eksnetlint.readers import fields
from eksnetlint.readers.kubernetes.objects import KubernetesObject, labels_at
from eksnetlint.readers.kubernetes.pods import pod_spec_of
from eksnetlint.readers.kubernetes.scheduling import scheduling_of
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
    pod = pod_spec_of(template, pod_spec, names_system=scheduling.os_name is not None)
    placement = place(scheduling)
    return Workload(
        span=thing.span,
        kind=Known(thing.kind, at(thing.span)),
        name=thing.name,
        namespace=thing.namespace,
        os=placement.os,
        os_cause=Known(placement.cause, placement.os.origin),
        host_network=_flag(pod_spec, pod_spec.span, "hostNetwork"),
        host_process=_host_process(pod),
        labels=_labels(template),
        service_account=_service_account(pod_spec),
        placement_conflict=placement.conflict,
        scheduling=scheduling,
        replicas=_replicas(thing),
        pod=pod,
    )


def _replicas(thing: KubernetesObject) -> Value[int | None]:
    spec = fields.child(thing.root, "spec")
    entry = fields.field(spec, "replicas")
    if entry is None:
        return fields.hidden(spec) or Known(None, at(thing.span), is_set=False)
    return fields.integer(entry)


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


def _host_process(pod: PodSpec) -> Value[bool]:
    # One such container makes it a HostProcess pod: the API refuses a mixture
    # (kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod).
    said = (pod.host_process, *(container.host_process for container in pod.containers))
    return disjunction(value for value in said if value is not None)


def _service_account(pod_spec: Mapping) -> Value[str]:
    name = fields.field(pod_spec, "serviceAccountName") or fields.field(pod_spec, "serviceAccount")
    return fields.text(name) if name else Known("default", at(pod_spec.span), is_set=False)
