"""AWS managed policies, by whether they let the control plane manage the addresses of nodes.

The VPC resource controller calls EC2 with the cluster role (its source, docs/troubleshooting.md,
"Missing IAM Permissions on the Cluster Role"). As of 2026-11-23, AWS Managed Policy Reference.
"""

from __future__ import annotations

# The policy made for it.
CONTROLLER = "AmazonEKSVPCResourceController"
# Policies that allow ec2:AssignPrivateIpAddresses and what goes with it.
MANAGES_ADDRESSES = frozenset(
    {
        CONTROLLER,
        "AdministratorAccess",
        "AmazonEC2FullAccess",
        "AmazonEKS_CNI_Policy",
        "PowerUserAccess",
    }
)
# Policies that cluster roles often have and that do not allow it. Of any other it is not said here.
LEAVES_ADDRESSES_ALONE = frozenset(
    {
        "AmazonEBSCSIDriverPolicy",
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonEKSBlockStoragePolicy",
        "AmazonEKSClusterPolicy",
        "AmazonEKSLoadBalancingPolicy",
        "AmazonEKSServicePolicy",
        "AmazonEKSWorkerNodePolicy",
        "AmazonSSMManagedInstanceCore",
        "CloudWatchAgentServerPolicy",
        "CloudWatchFullAccess",
        "CloudWatchLogsFullAccess",
    }
)
