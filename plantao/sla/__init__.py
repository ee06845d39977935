"""A ticket's clocks: what was promised, how much of it is left, and whether it was kept; and all that falls due on a ticket."""
