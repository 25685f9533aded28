"""Reads of the exchange, cut to what the seat may see."""
