from __future__ import annotations

from eksnetlint.readers.terraform.resource import Contents
from eksnetlint.values import Unknown
from tests.readers.terraform.modules.projects import chain, contents, known, resource, root

TAINTS = 'taints = { os = "NO_SCHEDULE", gpu = "PREFER_NO_SCHEDULE" }'
DYNAMIC = (
    f"locals {{\n  {TAINTS}\n}}\n"
    + """\
resource "aws_x" "this" {
  taint {
    key = "first"
  }
  dynamic "taint" {
    for_each = local.taints
    content {
      key    = taint.key
      effect = taint.value
    }
  }
  taint {
    key = "last"
  }
}
"""
)


def keys(found: Contents, name: str = "taint", attribute: str = "key") -> list[object]:
    return [known(block.attribute(attribute)) for block in found.nested(name).items]


def test_dynamic_blocks_are_made_in_their_place_and_in_the_order_of_keys():
    found = contents(DYNAMIC)
    assert keys(found) == ["first", "gpu", "os", "last"]
    assert found.nested("taint").open_because is None
    assert found.nested("nothing").items == ()
    assert found.nested("nothing").open_because is None


def test_a_dynamic_block_is_at_its_head_and_its_attributes_at_theirs():
    block = contents(DYNAMIC).nested("taint").items[1]
    assert str(block.span) == "main.tf:8:3"
    assert block.span.text == 'dynamic "taint"'
    assert chain(block.attribute("effect")) == [
        ("main.tf:12:7", "effect = taint.value", ""),
        ("main.tf:2:3", TAINTS, "local.taints"),
    ]


def test_the_iterator_may_have_another_name():
    found = contents(
        """\
        resource "aws_x" "this" {
          dynamic "tag" {
            for_each = ["a", "b"]
            iterator = it
            content {
              key   = it.value
              index = it.key
            }
          }
        }
        """
    )
    assert keys(found, "tag") == ["a", "b"]
    assert keys(found, "tag", "index") == [0, 1]


def test_a_set_gives_its_items_as_keys_too():
    found = contents(
        """\
        resource "aws_x" "this" {
          dynamic "tag" {
            for_each = toset(["b", "a"])
            content {
              key = "${tag.key}=${tag.value}"
            }
          }
        }
        """
    )
    assert keys(found, "tag") == ["a=a", "b=b"]


def test_dynamic_blocks_in_dynamic_blocks():
    found = contents(
        """\
        resource "aws_x" "this" {
          dynamic "group" {
            for_each = { a = ["x", "y"], b = [] }
            content {
              dynamic "item" {
                for_each = group.value
                content {
                  key = "${group.key}${item.value}"
                }
              }
            }
          }
        }
        """
    )
    made = [keys(group, "item") for group in found.nested("group").items]
    assert made == [["ax", "ay"], []]


def test_a_dynamic_block_sees_the_instance_it_is_in():
    found = resource(
        root(
            """\
            resource "aws_x" "this" {
              for_each = { a = ["x"], b = ["y", "z"] }
              dynamic "item" {
                for_each = each.value
                content {
                  key = "${each.key}${item.value}"
                }
              }
            }
            """
        ),
        'aws_x.this["b"]',
    )
    assert keys(found.contents, "item") == ["by", "bz"]


def test_no_items_make_no_blocks():
    found = contents(
        """\
        resource "aws_x" "this" {
          dynamic "item" {
            for_each = false ? [1] : []
            content {}
          }
        }
        """
    ).nested("item")
    assert found.items == ()
    assert found.open_because is None


def test_over_what_cannot_be_seen_there_may_be_any_blocks():
    found = contents(
        """\
        variable "taints" {}
        resource "aws_x" "this" {
          taint {
            key = "one"
          }
          dynamic "taint" {
            for_each = var.taints
            content {
              key = taint.value
            }
          }
        }
        """
    )
    assert keys(found) == ["one"]
    reason = found.nested("taint").open_because
    assert reason is not None
    assert "variable 'taints' has no default" in reason.text


def test_items_that_cannot_be_seen_still_make_blocks():
    found = contents(
        """\
        resource "aws_y" "y" {}
        resource "aws_x" "this" {
          dynamic "item" {
            for_each = [aws_y.y.id, "b"]
            content {
              key = item.value
            }
          }
        }
        """
    ).nested("item")
    assert isinstance(found.items[0].attribute("key"), Unknown)
    assert known(found.items[1].attribute("key")) == "b"
    assert found.open_because is None


def test_provisioners_are_blocks_with_their_type():
    found = contents(
        """\
        resource "aws_x" "this" {
          provisioner "local-exec" {
            when    = destroy
            command = "kubectl apply"
          }
          connection {
            type = "winrm"
          }
          lifecycle {
            ignore_changes = [tags]
          }
        }
        """
    )
    (provisioner,) = found.nested("provisioner").items
    assert known(provisioner.attribute("type")) == "local-exec"
    assert known(provisioner.attribute("when")) == "destroy"
    assert known(provisioner.attribute("command")) == "kubectl apply"
    assert set(provisioner.attributes) == {"type", "when", "command"}


def test_arguments_of_terraform_itself_are_no_attributes():
    found = resource(
        root(
            """\
            provider "aws" {
              alias = "x"
            }
            resource "aws_x" "this" {
              count      = 1
              provider   = aws.x
              depends_on = [aws_x.other]
              name       = "n"
            }
            resource "aws_x" "other" {}
            """
        ),
        "aws_x.this[0]",
    ).contents
    assert set(found.attributes) == {"name"}
    assert found.attributes.get("count") is None
    assert "provider" not in found.attributes


def test_objects_in_json_are_attributes_and_blocks():
    found = contents(
        {
            "main.tf.json": """\
                {"resource": {"aws_x": {"this": {
                  "scaling_config": {"min_size": 1},
                  "taint": [{"key": "a"}, {"key": "${upper(\\"b\\")}"}],
                  "names": ["x"],
                  "provisioner": [{"local-exec": {"command": "ls"}}],
                  "dynamic": {"tag": {"for_each": ["p", "q"], "content": {"key": "${tag.value}"}}}
                }}}}
                """
        }
    )
    assert known(found.nested("scaling_config").items[0].attribute("min_size")) == 1
    assert "scaling_config" in found.attributes
    assert keys(found) == ["a", "B"]
    assert keys(found, "tag") == ["p", "q"]
    assert found.nested("names").items == ()
    (provisioner,) = found.nested("provisioner").items
    assert known(provisioner.attribute("type")) == "local-exec"
    assert known(provisioner.attribute("command")) == "ls"
    place, text, _ = chain(found.nested("taint").items[0].attribute("key"))[0]
    assert (place, text) == ("main.tf.json:3:14", '"key": "a"')


def test_a_block_that_is_broken_may_have_other_attributes():
    found = contents(
        """\
        resource "aws_x" "this" {
          name = "n"
          type = [
        }
        """
    )
    assert known(found.attribute("name")) == "n"
    assert isinstance(found.attribute("nothing"), Unknown)
    assert found.nested("nothing").open_because is not None
