"""The terraform-aws-modules/eks module and the modules inside it."""
