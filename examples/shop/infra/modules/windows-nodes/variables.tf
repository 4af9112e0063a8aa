variable "cluster_name" {
  type = string
}

variable "name" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "instance_type" {
  type = string
}

variable "ami_type" {
  type    = string
  default = "WINDOWS_CORE_2022_x86_64"
}

variable "networks" {
  type = list(object({ security_groups = list(string) }))
}
