"""A call: who calls, their protocol at once, then what it is about and what is promised for it."""
