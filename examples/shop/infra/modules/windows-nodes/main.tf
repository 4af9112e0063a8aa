data "aws_iam_role" "node" {
  name = "${var.cluster_name}-windows-node"
}

resource "aws_launch_template" "this" {
  name_prefix   = "${var.name}-"
  instance_type = var.instance_type

  dynamic "network_interfaces" {
    for_each = var.networks
    content {
      device_index    = network_interfaces.key
      security_groups = network_interfaces.value.security_groups
    }
  }
}

resource "aws_eks_node_group" "this" {
  cluster_name    = var.cluster_name
  node_group_name = var.name
  node_role_arn   = data.aws_iam_role.node.arn
  subnet_ids      = var.subnet_ids
  ami_type        = var.ami_type

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  scaling_config {
    desired_size = 1
    max_size     = 3
    min_size     = 0
  }
}
