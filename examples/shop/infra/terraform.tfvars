subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"]

networks = [
  { security_groups = ["sg-0a1b2c3d4e5f60718"] },
  { security_groups = ["sg-0a1b2c3d4e5f60719"] },
]
