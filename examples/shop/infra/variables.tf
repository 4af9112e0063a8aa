variable "subnet_ids" {
  description = "Subnets of the nodes."
  type        = list(string)
}

variable "networks" {
  description = "Security groups of each network interface."
  type        = list(object({ security_groups = list(string) }))
  default     = []
}
