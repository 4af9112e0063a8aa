"""Public modules that never bring nodes, clusters or Kubernetes objects.

From the descriptions of the modules in their public registry, 2026-11. Modules that start
instances, Auto Scaling groups or Helm releases are left out, whatever they are usually for.
"""

from __future__ import annotations

from eksnetlint.readers.terraform.community.source import module_source

_NAMES = {
    "terraform-aws-modules": """
        acm alb apigateway-v2 app-runner appconfig appsync atlantis cloudfront cloudwatch
        customer-gateway datadog-forwarders dms dynamodb-table ebs-optimized ecr
        efs eks-pod-identity elasticache elb emr-studio eventbridge fsx global-accelerator iam
        key-pair kms lambda managed-service-grafana managed-service-prometheus memory-db
        msk-kafka-cluster network-firewall notify-slack opensearch pricing rds rds-aurora
        rds-proxy redshift route53 s3-bucket s3-object secrets-manager security-group sns sqs
        ssm-parameter step-functions transit-gateway vpc vpn-gateway
    """,
    "cloudposse": """
        acm-request-certificate cloudwatch-logs dynamic-subnets dynamodb ecr efs iam-role
        iam-policy kms-key label named-subnets rds rds-cluster route53-alias s3-bucket
        security-group ssm-parameter-store subnets tfstate-backend utils vpc vpc-peering
    """,
    "aws-ia": "label vpc",
    "clowdhaus": "tags",
}
HARMLESS = frozenset(f"{owner}/{name}" for owner, text in _NAMES.items() for name in text.split())


def brings_no_nodes(source: str) -> bool:
    """Whether a call's ``source`` is a module that brings neither nodes nor Kubernetes objects."""
    found = module_source(source)
    return found is not None and found.name.rpartition("/")[0] in HARMLESS
