"""The roof: everything joined, nothing decided. Imported by nobody but Django's settings."""
