"""terraform-aws-modules/eks 8 to 17: worker groups in lists, with `platform` and kubelet arguments.

Read 2026-11-23 from github.com/terraform-aws-modules/terraform-aws-eks, tags v17.0.0 to v17.24.0,
and as far as they differ in what counts here v8.0.0, v10.0.0, v12.2.0, v13.0.0 and v16.2.0:
variables.tf, locals.tf, data.tf, main.tf (cluster.tf), workers.tf, workers_launch_template.tf,
aws_auth.tf, modules/node_groups, modules/fargate, templates/userdata_windows.tpl.
"""

from __future__ import annotations

from collections.abc import Mapping

from eksnetlint.readers.terraform.community.inputs import Constant
from eksnetlint.readers.terraform.community.versions import Range

RELEASES = Range((17, 0, 0), (18, 0, 0))
FORMER = Range((13, 0, 0), (17, 0, 0))
EARLY = Range((8, 0, 0), (13, 0, 0))
ROOT: Mapping[str, Constant] = {
    "create_eks": True,
    "cluster_name": None,
    "manage_cluster_iam_resources": True,
    "manage_worker_iam_resources": True,
    "attach_worker_cni_policy": True,
    "manage_aws_auth": True,
    "default_platform": "linux",
    "worker_ami_name_filter": "",
    "worker_ami_name_filter_windows": "",
    "worker_groups": [],
    "worker_groups_launch_template": [],
    "node_groups": {},
    "fargate_profiles": {},
    "map_roles": [],
}
# What `workers_group_defaults` begins with; `platform` follows `default_platform`.
GROUP: Mapping[str, Constant] = {
    "ami_id": "",
    "ami_id_windows": "",
    "asg_desired_capacity": "1",
    "asg_max_size": "3",
    "asg_min_size": "1",
    "instance_type": "m4.large",
    "pre_userdata": "",
    "additional_userdata": "",
    "kubelet_extra_args": "",
    "override_instance_types": ["m5.large", "m5a.large", "m5d.large", "m5ad.large"],
}
CLUSTER_POLICIES = {
    "cluster_AmazonEKSClusterPolicy": "AmazonEKSClusterPolicy",
    "cluster_AmazonEKSServicePolicy": "AmazonEKSServicePolicy",
    "cluster_AmazonEKSVPCResourceControllerPolicy": "AmazonEKSVPCResourceController",
}
WORKER_POLICIES = {
    "workers_AmazonEKSWorkerNodePolicy": "AmazonEKSWorkerNodePolicy",
    "workers_AmazonEKS_CNI_Policy": "AmazonEKS_CNI_Policy",
    "workers_AmazonEC2ContainerRegistryReadOnly": "AmazonEC2ContainerRegistryReadOnly",
}
