"""Terraform's expressions, evaluated as far as they can be seen."""
