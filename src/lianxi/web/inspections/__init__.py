"""Pages of joint supervision: the list, a request with the form it takes, and its course."""
