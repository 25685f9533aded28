"""Pages of incidents: the list, an event with its line of time, the call form, the duty sheet."""
