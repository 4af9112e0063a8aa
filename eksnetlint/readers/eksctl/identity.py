"""How an eksctl file is known."""

from __future__ import annotations

from eksnetlint.readers import fields
from eksnetlint.source.tree import Node, Scalar


def is_cluster_config(root: Node | None) -> bool:
    """Whether a document is an eksctl ClusterConfig, of whatever version."""
    kind, version = fields.child(root, "kind"), fields.child(root, "apiVersion")
    return (
        isinstance(kind, Scalar)
        and kind.text == "ClusterConfig"
        and isinstance(version, Scalar)
        and version.text.startswith("eksctl.io/")
    )
