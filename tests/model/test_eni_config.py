"""The ENIConfig that the labels of a node group name."""

from __future__ import annotations

import pytest

from eksnetlint.model.declared import NOTHING
from eksnetlint.model.eni_config import eni_config
from eksnetlint.model.linking import link
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown, known_or

GROUP = """\
resource "aws_eks_node_group" "windows" {
  cluster_name = "shop"
  ami_type     = "WINDOWS_CORE_2022_x86_64"
  labels       = %s
}
"""


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ('{ "vpc.amazonaws.com/eniConfig" = "a" }', "a"),
        ('{ "k8s.amazonaws.com/eniConfig" = "b" }', "b"),
        ('{ "example.com/eniConfig" = "c" }', None),
        ("{}", None),
        ("var.x", "unknown"),
        ('{ "vpc.amazonaws.com/eniConfig" = var.x }', "unknown"),
    ],
)
def test_the_name_is_that_of_either_label(labels, expected):
    text = GROUP % labels
    objects = read_files([Input("main.tf", text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, NOTHING)
    (group,) = cluster.node_groups
    found = eni_config(group, cluster)
    assert ("unknown" if isinstance(found, Unknown) else known_or(found, "?")) == expected
    if expected in ("a", "b"):
        assert found.origin.span is not None
        assert "eniConfig" in found.origin.span.text
