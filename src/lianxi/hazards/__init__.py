"""Hazards owns exposure limits as dated data and the judging of measurements against them. Pure: no framework."""
