"""Static checker for Windows networking on Amazon EKS."""

__version__ = "0.1.0"
