"""Reader of AWS resources in Terraform: clusters, node groups, add-ons, access."""

from __future__ import annotations

from eksnetlint.readers.terraform.aws.reader import read_aws

__all__ = ["read_aws"]
