"""A guided page: what to try in the first five minutes."""
