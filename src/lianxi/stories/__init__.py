"""Played conferences: the demonstration, half a year of it, the whole procedure, with their matters as data."""
