"""Joins the house when a process starts."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Fills the tables that lower floors look things up in."""

    name = "plantao.wiring"

    def ready(self) -> None:
        """Register reactions, channels, queues, lockers and what recurs."""
        from plantao.events.recording import react_with
        from plantao.messaging import registry
        from plantao.wiring.channels import CHANNELS
        from plantao.wiring.reactions import REACTIONS
        from plantao.wiring.subjects import TICKET, lock_ticket
        from plantao.wiring.work import WORK
        from plantao.work.registry import register

        react_with(REACTIONS)
        registry.fill(CHANNELS, locks={TICKET: lock_ticket})
        register(WORK)
