"""Dated tables of what AWS offers and allows: instance limits, AMI families, AMI types."""
