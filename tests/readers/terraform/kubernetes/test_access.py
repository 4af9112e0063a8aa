"""The ConfigMap aws-auth, in Terraform and in YAML."""

from pathlib import Path

from eksnetlint.model.access import AuthConfigMap, RoleMapping
from eksnetlint.readers.kubernetes.reader import read_kubernetes
from eksnetlint.source.text import Source
from eksnetlint.source.yaml import documents
from eksnetlint.values import Unknown, is_known, known_or
from tests.readers.terraform.kubernetes.written import only, place, read

_RESOURCE = """
resource "kubernetes_config_map_v1_data" "aws_auth" {
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }
  data = {
%s
  }
}
resource "aws_iam_role" "linux" {}
resource "aws_iam_role" "windows" {}
"""


def _mappings(content: str) -> tuple[RoleMapping, ...]:
    found = only(read(_RESOURCE % content), AuthConfigMap)
    assert found.mappings.open_because is None
    return found.mappings.items


def test_an_encoded_list_is_read():
    (mapping,) = _mappings(
        """
        mapRoles = yamlencode([{
          rolearn  = "arn:aws:iam::111122223333:role/windows"
          username = "system:node:{{EC2PrivateDNSName}}"
          groups   = ["system:bootstrappers", "system:nodes"]
        }])
        """
    )
    assert is_known(mapping.role, "arn:aws:iam::111122223333:role/windows")
    assert is_known(mapping.user_name, "system:node:{{EC2PrivateDNSName}}")
    assert is_known(mapping.groups, ("system:bootstrappers", "system:nodes"))
    assert place(mapping.groups) == "groups"
    assert mapping.span.text == 'rolearn  = "arn:aws:iam::111122223333:role/windows"'


def test_a_role_that_terraform_makes_is_known_by_its_address():
    first, second = _mappings(
        """
        mapRoles = yamlencode(concat(
          [{ rolearn = aws_iam_role.linux.arn, groups = ["system:nodes"] }],
          [{ rolearn = aws_iam_role.windows.arn, groups = ["system:nodes"] }],
        ))
        """
    )
    assert is_known(first.role, "aws_iam_role.linux")
    assert is_known(second.role, "aws_iam_role.windows")
    assert place(second.role) == "rolearn = aws_iam_role.windows.arn"


def test_a_heredoc_is_read_at_its_own_lines():
    first, second = _mappings(
        """
        mapRoles = <<-YAML
          - rolearn: ${aws_iam_role.linux.arn}
            username: system:node:{{EC2PrivateDNSName}}
            groups:
              - system:nodes
          - rolearn: ${aws_iam_role.windows.arn}
            username: ${var.user_name}
            groups: ["system:nodes", "eks:kube-proxy-windows"]
        YAML
        """
    )
    assert is_known(first.role, "aws_iam_role.linux")
    assert is_known(first.user_name, "system:node:{{EC2PrivateDNSName}}")
    assert place(first.groups) == "groups"
    assert is_known(second.role, "aws_iam_role.windows")
    assert place(second.role) == "rolearn: ${aws_iam_role.windows.arn}"
    assert isinstance(second.user_name, Unknown)
    assert is_known(second.groups, ("system:nodes", "eks:kube-proxy-windows"))


def test_roles_that_cannot_be_seen_leave_it_open():
    found = only(read(_RESOURCE % "mapRoles = yamlencode(var.roles)"), AuthConfigMap)
    assert found.mappings.items == ()
    assert found.mappings.open_because is not None


def test_some_roles_are_read_where_others_cannot_be_seen():
    found = only(
        read(_RESOURCE % 'mapRoles = yamlencode([{ rolearn = "a" }, var.role])'), AuthConfigMap
    )
    assert is_known(found.mappings.items[0].role, "a")
    assert found.mappings.open_because is not None


def test_yaml_files_are_read_in_the_same_way():
    source = Source(
        "aws-auth.yaml",
        """apiVersion: v1
kind: ConfigMap
metadata:
  name: aws-auth
  namespace: kube-system
data:
  mapRoles: |
    - rolearn: arn:aws:iam::111122223333:role/windows
      username: system:node:{{EC2PrivateDNSName}}
      groups:
        - system:nodes
        - eks:kube-proxy-windows
""",
    )
    (document,) = documents(source)
    found = only(list(read_kubernetes(document).objects), AuthConfigMap)
    (mapping,) = found.mappings.items
    assert found.span.text == "name: aws-auth"
    assert is_known(mapping.role, "arn:aws:iam::111122223333:role/windows")
    assert str(mapping.role.origin.span) == "aws-auth.yaml:8:7"
    assert is_known(mapping.groups, ("system:nodes", "eks:kube-proxy-windows"))


def test_the_name_of_a_role_is_seen_where_its_account_is_not():
    first, second = _mappings(
        """
        mapRoles = <<-YAML
          - rolearn: arn:aws:iam::${var.account}:role/nodes/windows
          - rolearn: arn:aws:iam::${var.account}:role/windows-${var.suffix}
        YAML
        """
    )
    assert isinstance(first.role, Unknown)
    assert is_known(first.role_name, "windows")
    assert isinstance(second.role_name, Unknown)


def test_a_template_is_told_its_roles_by_variables(tmp_path: Path):
    (tmp_path / "roles.yaml").write_text(
        "%{ for role in roles ~}\n- rolearn: ${role}\n  groups: [a]\n%{ endfor ~}\n"
        "- rolearn: ${last}\n  username: ${name}\n"
    )
    content = """
        mapRoles = templatefile("roles.yaml", {
          roles = [aws_iam_role.linux.arn, aws_iam_role.windows.arn]
          last  = aws_iam_role.windows.arn
          name  = "system:node:{{EC2PrivateDNSName}}"
        })
        """
    found = only(read(_RESOURCE % content, root=tmp_path), AuthConfigMap)
    roles = [mapping.role for mapping in found.mappings.items]
    assert [known_or(role, "") for role in roles] == [
        "aws_iam_role.linux",
        "aws_iam_role.windows",
        "aws_iam_role.windows",
    ]
    assert str(roles[2].origin.span) == "roles.yaml:5:3"


def test_a_role_whose_name_alone_is_terraforms_is_known_by_its_address():
    first, second = _mappings(
        """
        mapRoles = <<-EOT
          - rolearn: arn:aws:iam::${var.account}:role/${aws_iam_role.windows.name}
            groups: [system:nodes]
          - rolearn: arn:aws:iam::${var.account}:role/x-${aws_iam_role.linux.name}
            groups: [system:nodes]
        EOT
        """
    )
    assert is_known(first.role, "aws_iam_role.windows")
    assert isinstance(second.role, Unknown)


def test_what_the_authenticator_fills_in_is_no_template():
    first, second = _mappings(
        """
        mapRoles = <<-EOT
          - rolearn: arn:aws:iam::111122223333:role/a
            username: "system:node:{{SessionName}}"
          - rolearn: arn:aws:iam::111122223333:role/b
            username: "${var.prefix}:{{SessionName}}"
        EOT
        """
    )
    assert is_known(first.user_name, "system:node:{{SessionName}}")
    assert isinstance(second.user_name, Unknown)
