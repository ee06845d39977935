"""Reading and writing mails: raw bytes to values and back. Plain Python, no database."""
