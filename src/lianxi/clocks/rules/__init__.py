"""Pure decisions of the clocks: the shipped time limits, what restarts them, and notices of days off."""
