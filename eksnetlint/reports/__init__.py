"""The result of a scan, written for people and for machines."""
