module "eks" {
  source          = "@"
  cluster_name    = "demo"
  cluster_version = "1.29"
  subnet_ids      = ["subnet-1"]
  vpc_id          = "vpc-1"
  cluster_addons = {
    vpc-cni = { configuration_values = "{}" }
    coredns = {}
  }

  eks_managed_node_group_defaults = {
    instance_types = ["m5.large"]
    ami_type       = "AL2_x86_64"
  }
  eks_managed_node_groups = {
    linux = {}
    windows = {
      platform                = "windows"
      ami_type                = "WINDOWS_CORE_2022_x86_64"
      instance_types          = ["m5.xlarge"]
      pre_bootstrap_user_data = "echo 1"
      network_interfaces      = [{ device_index = 0 }, { device_index = 1 }]
      labels                  = { a = "b" }
      taints                  = { os = { key = "os", value = "windows", effect = "NO_SCHEDULE" } }
    }
    own_image = {
      ami_id                     = "ami-1"
      platform                   = "windows"
      enable_bootstrap_user_data = true
      pre_bootstrap_user_data    = <<-EOT
        Write-Output "before"
      EOT
      bootstrap_extra_args       = "-KubeletExtraArgs '--max-pods=20'"
      post_bootstrap_user_data   = "Write-Output 'after'"
    }
    null_image   = { ami_id = null, ami_type = "WINDOWS_CORE_2019_x86_64" }
    own_template = { create_launch_template = false, launch_template_id = "lt-1" }
    off          = { create = false }
    renamed      = { name = "other", use_name_prefix = false }
    own_role     = { create_iam_role = false, iam_role_arn = "arn:aws:iam::1:role/x" }
  }

  self_managed_node_group_defaults = { instance_type = "m5.large" }
  self_managed_node_groups = {
    linux = {}
    windows = {
      ami_type                 = "WINDOWS_FULL_2022_x86_64"
      instance_type            = "m5.2xlarge"
      bootstrap_extra_args     = "-KubeletExtraArgs '--max-pods=30 --node-labels=a=b'"
      post_bootstrap_user_data = "echo 1"
    }
    mixed = {
      use_mixed_instances_policy = true
      mixed_instances_policy     = { override = [{ instance_type = "c5.large" }] }
    }
    own_image = { ami_type = "WINDOWS_CORE_2019_x86_64", ami_id = "ami-2" }
    off       = { create = false }
    no_group  = { create_autoscaling_group = false }
  }

  access_entries = {
    a = { principal_arn = "arn:aws:iam::1:role/a", type = "EC2_WINDOWS" }
    b = { principal_arn = "arn:aws:iam::1:role/b", kubernetes_groups = ["g"] }
  }

  fargate_profiles = { default = { selectors = [{ namespace = "default" }] } }
}
