"""The wing of official papers: issued, in draft, their numbers, layouts and archive."""
