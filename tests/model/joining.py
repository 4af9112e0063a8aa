"""Small files about how Windows nodes join their cluster."""

from __future__ import annotations

from enum import Enum
from typing import Any

from eksnetlint.model.cluster import Cluster
from eksnetlint.model.declared import declarations
from eksnetlint.model.linking import link
from eksnetlint.model.node_group import NodeGroup, Os
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Unknown, Value, is_known

CONFIG = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-west-1}
"""
POOL = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: windows}
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: windows}
      requirements: [{key: kubernetes.io/os, operator: In, values: [windows]}]
"""
NODE_CLASS = """\
apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: windows}
spec:
  amiSelectorTerms: [{alias: windows2022@latest}]
"""
CALL = "& $EKSBootstrapScriptFile -EKSClusterName shop"
PAIR = "-APIServerEndpoint https://x -Base64ClusterCA eA=="


def linked(text: str, name: str = "a.yaml", declare: tuple[str, ...] = ()) -> Cluster:
    """One file as the cluster it makes."""
    objects = read_files([Input(name, text.encode)], "eksnetlint:").reading.objects
    (cluster,) = link(objects, declarations(declare))
    return cluster


def override(*lines: str, extra: str = "", top: str = "") -> Cluster:
    """A self-managed Windows group of eksctl with a bootstrap command of its own."""
    body = "".join(f"      {line}\n" for line in lines)
    return linked(
        f"{CONFIG}{top}nodeGroups:\n  - name: windows\n"
        f"    amiFamily: WindowsServer2022CoreContainer\n{extra}"
        f"    overrideBootstrapCommand: |\n{body}"
    )


def commands(*lines: str, key: str = "nodeGroups", extra: str = "") -> Cluster:
    """A Windows group of eksctl with commands in front of the bootstrapping."""
    body = "".join(f"          {line}\n" for line in lines)
    before = f"    preBootstrapCommands:\n      - |\n{body}" if lines else ""
    return linked(
        f"{CONFIG}{key}:\n  - name: windows\n"
        f"    amiFamily: WindowsServer2022CoreContainer\n{extra}{before}"
    )


def karpenter(user_data: str = "", spec: str = "") -> Cluster:
    """Windows nodes of Karpenter's with user data of one line, or none."""
    own = f"  userData: |\n    {user_data}\n" if user_data else ""
    return linked(f"{POOL}---\n{NODE_CLASS}{spec}{own}")


def windows(cluster: Cluster) -> NodeGroup:
    """The only Windows group."""
    (group,) = (group for group in cluster.node_groups if is_known(group.os, Os.WINDOWS))
    return group


def word(value: Value[Any]) -> Any:
    """A value in short: the known one, else "unknown"."""
    if isinstance(value, Unknown):
        return "unknown"
    return value.value.value if isinstance(value.value, Enum) else value.value


def why(value: Value[Any]) -> str:
    assert isinstance(value, Unknown)
    return value.reason.text


def written(value: Value[Any]) -> str:
    """The characters that a value points at."""
    assert value.origin.span is not None
    return value.origin.span.text
