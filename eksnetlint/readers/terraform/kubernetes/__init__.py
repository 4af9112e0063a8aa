"""Kubernetes objects that a Terraform configuration declares."""
