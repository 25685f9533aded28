"""Reads of surveillance."""
