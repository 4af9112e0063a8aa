"""The modules of cloudposse for EKS."""
