"""What each act on a ticket asks for, by theme as the verbs are (plantao/tickets/models)."""
