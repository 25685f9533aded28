"""Commands of Django's that the product bends."""
