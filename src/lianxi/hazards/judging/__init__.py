"""Judging measurements: units, rounding, exposure formulas and verdicts that explain themselves; groups; bulk.

Pure: limits come from `hazards.limits`, values and days are arguments.
"""
