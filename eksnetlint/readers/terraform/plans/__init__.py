"""Plans and states as JSON, read into the resources they tell of."""
