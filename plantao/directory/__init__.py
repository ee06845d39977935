"""Whom and what we answer for: customers, their sites, services and contacts, and the team that looks after each."""
