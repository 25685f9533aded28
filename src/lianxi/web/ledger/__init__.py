"""The wing of the ledger: obligations, slips, circulars and what units hand one another."""
