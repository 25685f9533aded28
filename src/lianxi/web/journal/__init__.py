"""The wing of the journal: its entries and their verification."""
