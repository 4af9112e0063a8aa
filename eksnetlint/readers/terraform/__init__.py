"""Terraform: what its expressions mean, as far as can be known without running it."""
