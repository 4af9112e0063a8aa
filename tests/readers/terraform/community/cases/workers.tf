module "eks" {
  source          = "@"
  cluster_name    = "demo"
  cluster_version = "1.21"
  subnets         = ["subnet-1"]
  vpc_id          = "vpc-1"

  workers_group_defaults = {
    root_volume_type = "gp2"
    pre_userdata     = "echo 0"
  }
  worker_groups = [
    {
      name                = "windows"
      platform            = "windows"
      instance_type       = "m5.2xlarge"
      kubelet_extra_args  = "--max-pods=20"
      additional_userdata = "echo 1"
    },
    { name = "own_image", platform = "windows", ami_id = "ami-1" },
    { name = "linux" },
  ]
  worker_groups_launch_template = [
    { name = "windows", platform = "windows" },
    { name = "mixed", override_instance_types = ["c5.large", "c5.xlarge"] },
  ]
  node_groups = {
    a = { instance_types = ["m5.large"], ami_type = "AL2_x86_64", k8s_labels = { a = "b" } }
    b = { create_launch_template = true, set_instance_types_on_lt = true }
    c = { launch_template_id = "lt-2" }
  }
  fargate_profiles = { d = { selectors = [{ namespace = "default" }] } }
}
