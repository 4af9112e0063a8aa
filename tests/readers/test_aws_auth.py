"""The roles in the ConfigMap aws-auth."""

from __future__ import annotations

from eksnetlint.readers.aws_auth import role_mappings_of
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import tree_of
from eksnetlint.values import Known, Unknown

MAP_ROLES = """\
- rolearn: arn:aws:iam::123456789012:role/nodes
  username: system:node:{{EC2PrivateDNSName}}
  groups:
    - system:nodes
    - eks:kube-proxy-windows
- groups: [admins]
- rolearn: ${role}
"""


def test_each_entry_is_a_mapping_at_its_own_lines():
    nodes, nobody, hidden = role_mappings_of(tree_of(Source("aws-auth.yaml", MAP_ROLES)))
    assert nodes.role == Known("arn:aws:iam::123456789012:role/nodes", nodes.role.origin)
    assert nodes.groups == Known(("system:nodes", "eks:kube-proxy-windows"), nodes.groups.origin)
    assert nodes.groups.origin.span is not None
    assert nodes.groups.origin.span.first.line == 3
    assert nodes.span.first.line == 1
    assert isinstance(nobody.role, Unknown)
    assert nobody.user_name == Known(None, nobody.user_name.origin, is_set=False)
    assert nobody.groups == Known(("admins",), nobody.groups.origin)
    assert isinstance(hidden.role, Unknown)
    assert hidden.groups == Known((), hidden.groups.origin, is_set=False)


def test_what_is_no_list_maps_nothing():
    assert list(role_mappings_of(tree_of(Source("aws-auth.yaml", "a: b")))) == []
    assert list(role_mappings_of(None)) == []
