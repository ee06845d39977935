"""What templates say things with: icons, labels of codes, initials. `{% load ui %}`."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django import template
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from plantao.people.models import Person
from plantao.ui.forms import dress
from plantao.ui.labels import STATUS_ICONS, STATUSES, THEMES

register = template.Library()

ICONS = Path(__file__).parents[1] / "vendored" / "icons"
STYLESHEETS = ("vendored/tabler", "css/layers", "css/frame", "css/parts", "css/clocks", "css/forms", "css/notes")
SCRIPTS = ("vendored/htmx", "js/trouble", "js/live", "js/countdown", "js/dialogs", "js/keys", "js/focus", "js/voice", "js/leaving")
TONES = {"success": "circle-check", "info": "info-circle", "warning": "alert-triangle", "error": "alert-circle"}
THEME_ICONS = {"system": "device-desktop", "light": "sun", "dark": "moon"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the kit beside words that say the same. Its name is that of a file in plantao/ui/vendored/icons."""
    return _drawn(name)


@cache
def _drawn(name: str) -> SafeString:
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inside = svg[svg.index(">", svg.index("<svg")) + 1 : svg.index("</svg>")]
    frame = '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true" focusable="false">'
    return mark_safe(f"{frame}{inside.strip()}</svg>")  # noqa: S308 - a file of ours, checked against its hash


@register.simple_tag
def stylesheets() -> SafeString:
    """Link the stylesheets of every page, the kit's first."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(f"ui/{name}.css"),) for name in STYLESHEETS))


@register.simple_tag
def scripts() -> SafeString:
    """Load the scripts of every page, after it is there."""
    return format_html_join("\n", '<script src="{}" defer></script>', ((static(f"ui/{name}.js"),) for name in SCRIPTS))


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """Link a stylesheet of one page, such as "console/ticket.css"."""
    return format_html('<link rel="stylesheet" href="{}">', static(name))


@register.filter
def dressed(form: BaseForm) -> BaseForm:
    """Give a form that is not ours the classes of the kit."""
    dress(form)
    return form


@register.filter
def status_label(status: str) -> str:
    """Return what people call a ticket's status."""
    return str(STATUSES[status])


@register.filter
def icon_of_status(status: str) -> str:
    return STATUS_ICONS[status]


@register.filter
def icon_of_tone(tone: str) -> str:
    return TONES.get(tone, TONES["info"])


@register.filter
def icon_of_theme(theme: str) -> str:
    return THEME_ICONS[theme]


@register.filter
def theme_label(theme: str) -> str:
    return str(THEMES[theme])


@register.filter
def initials(person: Person | None) -> str:
    """Return the first letters of somebody's first and last name; "?" where nobody is known."""
    words = person.name.split() if person else []
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


@register.filter
def in_utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
