"""The room of tickets: a ticket, its protocols, its thread, and every verb that a person can do to it."""
