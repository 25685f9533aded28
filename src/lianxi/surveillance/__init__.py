"""Surveillance owns measurements, examinations, cases and declarations; limits, detectors, signals and warnings."""
