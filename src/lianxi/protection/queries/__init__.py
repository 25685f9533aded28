"""Reads of lists, rows, recognitions and pairs, cut to what the seat may see."""
