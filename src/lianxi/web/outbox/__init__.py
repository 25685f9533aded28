"""The wing of what leaves the house: channels and preferences."""
