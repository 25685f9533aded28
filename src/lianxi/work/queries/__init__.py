"""Reads of arrangements, rows and returns, already cut to what the seat may see."""
