"""Django's own wiring: settings, addresses, entry points. Nothing of ours is decided here."""
