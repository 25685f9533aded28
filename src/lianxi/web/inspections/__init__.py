"""Pages of joint supervision and of merged checks."""
