"""One module a command, as Django looks for them."""
