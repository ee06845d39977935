"""Everybody who has an account or wrote to us: persons and the addresses at which they are reached. No staff and no customer in it."""
