"""Mails that are on no ticket: read in safety, with why they are here, and what can be made of each."""
