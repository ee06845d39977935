"""The page of a ticket: what was said and happened, what is promised, and everything that may be done to it."""
