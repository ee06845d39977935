"""Ladders climbed: what time brings on a ticket that nobody ends, who is rung of it, and who has seen it."""
