"""The kinds of objects that rules judge, by the names rules give them."""

from __future__ import annotations

from collections.abc import Mapping

from eksnetlint.model.cluster_subjects import CLUSTER_SUBJECTS
from eksnetlint.model.node_subjects import NODE_SUBJECTS
from eksnetlint.model.pod_subjects import POD_SUBJECTS
from eksnetlint.model.subject import Subject

SUBJECTS: Mapping[str, Subject] = {**CLUSTER_SUBJECTS, **NODE_SUBJECTS, **POD_SUBJECTS}
