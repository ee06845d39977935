"""The executable handbook: reading, checking and asking it. Plain Python, no database."""
