"""The operators' door: the command line, the embedded PostgreSQL, the supervisor."""
