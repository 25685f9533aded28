"""Reads of projects, already cut to what the seat may see."""
