"""Terraform's modules: from files to the resources they declare, with one set of values."""
