"""The door of customers. For now the two pages behind the links under a resolution; nobody signs in for those."""
