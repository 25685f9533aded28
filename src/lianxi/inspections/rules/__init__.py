"""Pure rules of inspections: what may open a supervision, which checks are lawful and how visits are merged."""
