"""Slips in manifests that Terraform applies."""

from __future__ import annotations

import pytest

from tests.readers.terraform.kubernetes.written import flaws

HEREDOC = """
variable "name" {{}}
resource "kubectl_manifest" "web" {{
  {}
  yaml_body = <<-EOT
    apiVersion: v1
    kind: Pod
    metadata:
      name: web-${{var.name}}
    spec:
      priority: ${{var.name}}
      hostnetwork: true
      containers:
      - name: web
        image: example.com/web:1
      dnsPolicy: 5
  EOT
}}
"""


def test_a_yaml_text_is_judged_at_its_own_lines():
    slip, mismatch = flaws(HEREDOC.format(""))
    assert slip.rule == "misspelt-field"
    assert slip.span.text == "hostnetwork"
    assert slip.span.first.line == 12
    assert mismatch.rule == "wrong-type"
    assert mismatch.span.text == "dnsPolicy: 5"
    assert mismatch.span.first.line == 16


def test_what_may_not_exist_is_not_judged():
    assert flaws(HEREDOC.format("count = var.name")) == []


@pytest.mark.parametrize(("text", "count"), [('"%s"', 1), ('replace("%s", "Pod", "Pod")', 0)])
def test_a_text_whose_places_are_lost_is_not_judged(text: str, count: int):
    spec = "{hostnetwork: true, containers: [{}]}"
    body = text % f"apiVersion: v1\\nkind: Pod\\nmetadata: {{name: a}}\\nspec: {spec}"
    found = flaws(f'resource "kubectl_manifest" "web" {{\n  yaml_body = {body}\n}}\n')
    assert len(found) == count


@pytest.mark.parametrize("network", ["hostnetwork = true", 'hostNetwork = "true"'])
def test_objects_in_hcl_are_left_to_the_provider(network: str):
    text = f"""
    resource "kubernetes_manifest" "web" {{
      manifest = {{
        apiVersion = "v1"
        kind       = "Pod"
        metadata   = {{ name = "web" }}
        spec       = {{ {network}, containers = [{{ name = "web", image = "example.com/web:1" }}] }}
      }}
    }}
    """
    assert flaws(text) == []
