"""An incoming message becomes a person, a ticket or a reply; what answers nothing and opens nothing stays in the unfiled tray."""
