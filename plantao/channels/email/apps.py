"""The channel as Django's application: its tables, and the check of its settings."""

from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "plantao.channels.email"
    label = "email"

    def ready(self) -> None:
        """Register the checks of the settings."""
        from plantao.channels.email import checks  # noqa: F401 - importing it registers them
