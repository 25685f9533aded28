"""The wing of the desk: what waits for whom."""
