# Windows nodes for the nightly reports, in the cluster that eksctl makes (../cluster.yaml).
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

module "reports" {
  source = "./modules/windows-nodes"

  cluster_name  = "shop"
  name          = "reports"
  subnet_ids    = var.subnet_ids
  instance_type = "m5.xlarge"
  networks      = var.networks
}
