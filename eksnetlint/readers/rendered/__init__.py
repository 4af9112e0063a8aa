"""Kustomizations as the cluster will see them, with every value led back to its source."""
