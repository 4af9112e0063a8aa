from __future__ import annotations

from eksnetlint.readers.terraform.texts import decoded, placed
from eksnetlint.readers.terraform.types import HOLE, Invalid, Pending
from eksnetlint.values import Unknown
from tests.readers.terraform.modules.projects import contents, known

TEMPLATE = """\
data "template_file" "t" {
  template = <<-EOT
    <powershell>
    & $File -EKSClusterName "$${name}" -Size $${size} -Id '$${id}' %{ if on=="true" }y%{ endif }
    </powershell>
  EOT
  vars = {
    name = "win"
    size = 3
    id   = ID
    on   = true
  }
}
resource "aws_x" "this" {
  user_data = base64encode(data.template_file.t.rendered)
}
resource "aws_iam_role" "r" {}
"""


def test_a_template_file_is_rendered_with_its_variables_as_strings():
    value = contents(TEMPLATE.replace("ID", '"i-1"').replace("%{", "%%{")).attribute("user_data")
    written = decoded(value)
    assert written is not None
    line = written.text.split("\n")[1].rstrip()
    assert line == "& $File -EKSClusterName \"win\" -Size 3 -Id 'i-1' y"
    start = written.text.index("File")
    assert str(written.place(start, start + 4)) == "main.tf:4:8"


def test_what_cannot_be_seen_of_a_template_file_is_a_hole():
    text = TEMPLATE.replace("ID", "aws_iam_role.r.id").replace("%{", "%%{")
    value = contents(text).attribute("user_data")
    assert isinstance(value, Pending)
    written = decoded(value)
    assert written is not None
    assert f"-Id '{HOLE}'" in written.text


def test_a_template_without_a_variable_it_needs_is_an_error():
    value = contents(
        """\
        data "template_file" "t" {
          template = "$${name}"
        }
        resource "aws_x" "this" {
          a = data.template_file.t.rendered
        }
        """
    ).attribute("a")
    assert isinstance(value, Invalid)


def test_a_template_that_cannot_be_seen_is_unknown():
    value = contents(
        """\
        data "template_file" "t" {
          template = file("${path.module}/gone.tpl")
        }
        resource "aws_x" "this" {
          a = data.template_file.t.rendered
        }
        """
    ).attribute("a")
    assert isinstance(value, Unknown)


CLOUDINIT = """\
data "cloudinit_config" "c" {
  gzip          = GZIP
  base64_encode = false
  part {
    content = "<powershell>x</powershell>"
  }
}
resource "aws_x" "this" {
  user_data = data.cloudinit_config.c.rendered
}
"""


def test_the_only_part_of_a_cloudinit_config_can_be_seen():
    value = contents(CLOUDINIT.replace("GZIP", "false")).attribute("user_data")
    assert isinstance(value, Unknown)
    written = placed(value)
    assert written is not None
    assert written.text == f"{HOLE}<powershell>x</powershell>{HOLE}"
    assert str(written.place(1, 13)) == "main.tf:5:16"
    assert written.place(1, 13).text == "<powershell>"


def test_a_zipped_part_cannot_be_seen():
    value = contents(CLOUDINIT.replace("GZIP", "true")).attribute("user_data")
    assert isinstance(value, Unknown)
    assert placed(value) is None


def test_an_attribute_that_is_not_known_here_comes_with_the_data_source():
    value = contents(
        """\
        data "template_file" "t" {
          template = "x"
        }
        resource "aws_x" "this" {
          a = data.template_file.t.rendered
          b = data.template_file.t.id
        }
        """
    )
    assert known(value.attribute("a")) == "x"
    assert isinstance(value.attribute("b"), Pending)
