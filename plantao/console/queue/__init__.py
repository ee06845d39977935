"""The queue: which tickets there are, what is due next first."""
