"""The handbook in force, to be read, checked and replaced."""
