"""The door of those who run the desk. For now the page on which caught mail is read; agents' pages follow."""
