"""Detecting owns the detectors of surveillance: given series of counts, which weeks stand out. No framework, no clock."""
