"""Pages of what is made public."""
