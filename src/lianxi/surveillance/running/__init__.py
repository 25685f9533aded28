"""Running the rules over the store: what each finds, what is new since the last run, and what stays silent and why."""
