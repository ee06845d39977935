"""Contents that came or go with messages: stored once, by their hash."""
