"""Shipped calendars as data; their sources and licence stand in README.md."""
