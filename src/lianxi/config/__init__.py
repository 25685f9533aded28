"""Config ties the rooms together: options read from the environment, Django's settings, addresses."""
