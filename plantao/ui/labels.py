"""What people call the codes of the desk. Those of a handbook's own are named by the handbook."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

STATUSES: Mapping[str, str | Promise] = {
    "new": pgettext_lazy("status", "New"),
    "attended": pgettext_lazy("status", "Attended"),
    "resolved": pgettext_lazy("status", "Resolved"),
    "closed": pgettext_lazy("status", "Closed"),
    "cancelled": pgettext_lazy("status", "Cancelled"),
}
STATUS_ICONS: Mapping[str, str] = {
    "new": "circle-dashed",
    "attended": "circle-dot",
    "resolved": "circle-check",
    "closed": "archive",
    "cancelled": "ban",
}
THEMES: Mapping[str, str | Promise] = {
    "system": pgettext_lazy("theme", "System"),
    "light": pgettext_lazy("theme", "Light"),
    "dark": pgettext_lazy("theme", "Dark"),
}
CLOCKS: Mapping[str, str | Promise] = {
    "attended": pgettext_lazy("clock", "First answer"),
    "public_update": pgettext_lazy("clock", "News"),
    "restored": pgettext_lazy("clock", "Service back"),
    "resolved": pgettext_lazy("clock", "Resolution"),
    "analysed": pgettext_lazy("clock", "Analysis"),
}
STRETCHES: Mapping[str, str | Promise] = {
    "counted": pgettext_lazy("stretch of a clock", "counted"),
    "closed": pgettext_lazy("stretch of a clock", "closed"),
    "holiday": pgettext_lazy("stretch of a clock", "holiday"),
    "held": pgettext_lazy("stretch of a clock", "waiting"),
}
