"""Search from every page: tickets, customers and people by whatever somebody has in hand."""
