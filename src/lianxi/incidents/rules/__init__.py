"""Pure rules of incidents: schemes, counts, grades, reporting duties."""
