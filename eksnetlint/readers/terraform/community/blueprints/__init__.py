"""The aws-ia/terraform-aws-eks-blueprints module, up to its release 4."""
