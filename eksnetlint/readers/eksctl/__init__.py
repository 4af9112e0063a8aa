"""eksctl cluster configuration files."""
