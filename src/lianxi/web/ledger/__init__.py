"""The wing of the ledger: obligations, slips, circulars, standing duties and what units hand one another."""
