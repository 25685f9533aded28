"""The wing of the toy room."""
