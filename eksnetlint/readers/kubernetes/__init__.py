"""Kubernetes manifests, and the objects of AWS and Calico that go with them."""
