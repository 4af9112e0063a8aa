"""Regular expressions of Terraform (Go's RE2 syntax), matched in linear time."""
