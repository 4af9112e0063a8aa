"""The rules of Acme's platform team."""
