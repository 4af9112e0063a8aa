"""Commands that install the VPC resource controller which used to run on nodes."""

from __future__ import annotations

import pytest

from eksnetlint.model.legacy import LegacyController
from eksnetlint.readers.terraform.aws import read_aws
from tests.readers.terraform.aws.building import root

OLD = "https://amazon-eks.s3.us-west-2.amazonaws.com/manifests/us-west-2/vpc-resource-controller"


def found(command: str) -> list[str]:
    reading = read_aws(
        root(
            f"""
            resource "null_resource" "a" {{
              provisioner "local-exec" {{
                command = "{command}"
              }}
            }}
            """
        )
    )
    return [item.span.text for item in reading.objects if isinstance(item, LegacyController)]


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (
            "eksctl utils install-vpc-controllers --cluster shop --approve",
            "eksctl utils install-vpc-controllers",
        ),
        (
            "# for Windows\\necho now && eksctl utils install-vpc-controllers --approve",
            "eksctl utils install-vpc-controllers",
        ),
        (
            "eksctl utils install-vpc-controllers \\\\\\n --cluster shop \\\\\\n --approve",
            "eksctl utils install-vpc-controllers",
        ),
        (
            "eksctl create cluster -f a.yaml --install-vpc-controllers",
            "eksctl create cluster -f a.yaml --install-vpc-controllers",
        ),
        (
            f"kubectl apply -f {OLD}/latest/vpc-resource-controller.yaml",
            f"kubectl apply -f {OLD}/",
        ),
    ],
)
def test_a_command_that_installs_it_is_found_at_its_words(command: str, place: str):
    assert found(command) == [place]


@pytest.mark.parametrize(
    "command",
    [
        "eksctl utils install-vpc-controllers --cluster shop --delete --approve",
        # Without --approve it only tells what it would do.
        "eksctl utils install-vpc-controllers --cluster shop",
        "eksctl utils install-vpc-controllers --cluster shop; other --approve",
        "eksctl create cluster -f a.yaml --install-vpc-controllers=false",
        f"kubectl delete -f {OLD}/latest/vpc-resource-controller.yaml",
        "kubectl apply -f vpc-resource-controller-configmap.yaml",
        "echo vpc-resource-controller",
        "# eksctl utils install-vpc-controllers --cluster shop --approve",
        "echo eksctl utils install-vpc-controllers --cluster shop --approve",
    ],
)
def test_other_commands_install_nothing(command: str):
    assert found(command) == []
