"""Pure rules of surveillance: no Django, no clock."""
