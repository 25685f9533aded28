"""The wing of surveillance: batches, series, signals and their pictures."""
