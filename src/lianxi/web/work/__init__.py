"""The wing of work: the year of acts, duty pages, returns and their rows, arrangements switched on and made."""
