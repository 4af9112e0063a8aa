"""Manifests that the kubectl provider takes out of texts of several documents."""

from pathlib import Path

from eksnetlint.model.cni import CniConfiguration
from eksnetlint.model.manifest import Namespace
from eksnetlint.values import Unknown, is_known
from tests.readers.terraform.kubernetes.written import only, place, read

_TEXT = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: amazon-vpc-cni
  namespace: kube-system
data:
  enable-windows-ipam: "${ipam}"
"""
_APPLIED = """
resource "kubectl_manifest" "all" {
  %s
}
"""
_EACH = "for_each = data.%s.all.manifests\n  yaml_body = each.value"


def test_the_documents_of_a_text_are_read_at_their_own_lines():
    content = _TEXT.replace("${ipam}", "${local.ipam}")
    text = 'data "kubectl_file_documents" "all" {\ncontent = <<EOT\n' + content + "EOT\n}\n"
    text += 'locals {\nipam = "no"\n}\n' + _APPLIED % (_EACH % "kubectl_file_documents")
    objects = read(text)
    assert only(objects, Namespace).span.text == "name: shop"
    found = only(objects, CniConfiguration)
    assert found.span.text == "name: amazon-vpc-cni"
    assert is_known(found.flag("enable-windows-ipam"), False)
    assert place(found.flag("enable-windows-ipam")) == 'enable-windows-ipam: "${local.ipam}"'


def test_the_files_of_a_folder_are_rendered_and_read(tmp_path: Path):
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests" / "all.yaml").write_text(_TEXT)
    source = """
        data "kubectl_path_documents" "all" {
          pattern = "./manifests/*.yaml"
          vars    = { ipam = %s }
        }
        """
    by_each = _APPLIED % (_EACH % "kubectl_path_documents")
    objects = read(source % '"true"' + by_each, root=tmp_path)
    flag = only(objects, CniConfiguration).flag("enable-windows-ipam")
    assert is_known(flag, True)
    assert str(flag.origin.span) == "manifests/all.yaml:11:3"
    by_count = _APPLIED % (
        "count = length(data.kubectl_path_documents.all.documents)\n"
        "  yaml_body = data.kubectl_path_documents.all.documents[count.index]"
    )
    objects = read(source % "var.ipam" + by_count, root=tmp_path)
    assert only(objects, Namespace).span.text == "name: shop"
    assert isinstance(only(objects, CniConfiguration).flag("enable-windows-ipam"), Unknown)


def test_documents_that_cannot_be_told_apart_declare_nothing():
    text = 'data "kubectl_file_documents" "all" {\ncontent = var.text\n}\n'
    assert read(text + _APPLIED % (_EACH % "kubectl_file_documents")) == []
