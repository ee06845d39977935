"""What the form of every act has: the ticket it is about, what its page had shown, who may know, and whether it happened earlier."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from plantao.console.tickets.names import called
from plantao.handbook.document import Handbook
from plantao.intake.words import sniffed
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.tickets.models import File, Ticket
from plantao.ui.fields import instant_field
from plantao.ui.forms import Form
from plantao.ui.terms import Terms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Choices = Iterable[tuple[str, str]]


class ActForm(Form):
    """
    The form of one act on `ticket`, for `agent`; `ids` are those of its address. `seen` is the last event that its page had shown.
    `locks`: one ticket is acted on, and its row locked before anything is looked at. `is_inline`: it stands on the page in a
    dress of its own, and what is wrong is said in it.
    """

    locks: ClassVar[bool] = True
    is_inline: ClassVar[bool] = False
    folded: ClassVar[tuple[str, ...]] = ("happened_at", "late_because", "approved_by", "internal")
    fold: ClassVar[str | Promise] = gettext_lazy("Happened earlier, approved, internal")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, ticket: Ticket, agent: Agent, at: datetime, ids: Mapping[str, int], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.ticket, self.agent, self.at, self.ids = ticket, agent, at, ids
        self.fill()

    def fill(self) -> None:
        """Offer what this ticket lets one choose."""

    @property
    def handbook(self) -> Handbook:
        """Return the handbook that the ticket stands under."""
        return self.ticket.terms

    @property
    def terms(self) -> Terms:
        return Terms(self.handbook)

    def offer(self, name: str, choices: Choices, *, empty: "str | _StrPromise | None" = None) -> None:
        """Let one of these be chosen in a field; `empty`: or nothing, in these words."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*([] if empty is None else [("", empty)]), *choices]


class Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """
    Several files at once; as the rooms take them, their type looked at rather than believed. Together they are as large as a
    mail may be that comes in: as much can be sent on.
    """

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> Sequence[File]:
        uploaded = data if isinstance(data, list | tuple) else [data] if data else []
        if sum(each.size for each in uploaded) > settings.MAIL_SIZE_LIMIT:
            limit = filesizeformat(settings.MAIL_SIZE_LIMIT)
            raise forms.ValidationError(gettext("These files are too large: at most {} go together.").format(limit))
        return tuple(self._file(super(FilesField, self).clean(each, initial)) for each in uploaded)

    def _file(self, uploaded: Any) -> File:
        content, claimed = uploaded.read(), uploaded.content_type or ""
        return File(name=uploaded.name, content=content, content_type=sniffed(content, claimed=claimed), claimed_type=claimed)


class Published(forms.Form):
    """An act that the customer may be told of, or not."""

    internal = forms.BooleanField(
        label=gettext_lazy("Keep it from the customer"),
        required=False,
        help_text=gettext_lazy("Only the team sees it, and nobody outside is told."),
    )


class Earlier(forms.Form):
    """An act that may be written down after it happened."""

    happened_at = instant_field(gettext_lazy("It happened earlier, at"), required=False)
    late_because = forms.CharField(label=gettext_lazy("Why it is written down only now"), required=False, max_length=2_000)


class Approved(forms.Form):
    """An act that takes a coordinator, who may be another than the one who acts."""

    approved_by = forms.TypedChoiceField(
        label=gettext_lazy("Approved by"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("A coordinator, where you are none: their name stays on it."),
    )


def who_may_approve() -> Choices:
    """Return the coordinators who serve, as choices."""
    coordinators = Agent.objects.filter(disabled_at=None, rights__overlap=[Right.COORDINATOR.value, Right.ADMINISTRATOR.value])
    return [(str(agent.person_id), called(agent.person)) for agent in coordinators.select_related("person").order_by("person__name")]
