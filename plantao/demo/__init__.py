"""A believable small provider, and a month of its life: for screenshots, tests and figures. Everybody in it is invented."""
