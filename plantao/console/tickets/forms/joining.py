"""Tickets among each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Earlier, Published
from plantao.tickets.models import EntryKind, LinkKind, Ticket
from plantao.ui.fields import text_field
from plantao.ui.labels import CHANNELS, LINKS


class OtherForm(ActForm):
    """An act that names another ticket, which whoever acts may see."""

    locks = False
    other = forms.CharField(label=gettext_lazy("The other ticket's protocol"), max_length=32)

    def clean_other(self) -> Ticket:
        try:
            return Ticket.objects.visible_to(self.agent.person).by_protocol(self.cleaned_data["other"])
        except Ticket.DoesNotExist:
            raise forms.ValidationError(gettext("You see no ticket of this number.")) from None


class LinkForm(Published, OtherForm):
    heading = gettext_lazy("Link to another ticket")
    submit = gettext_lazy("Link")
    kind = forms.ChoiceField(label=gettext_lazy("This ticket is"), choices=[(kind.value, LINKS[kind.value][0]) for kind in LinkKind])


class UnlinkForm(Published, ActForm):
    heading = gettext_lazy("Undo the link")
    submit = gettext_lazy("Undo the link")
    locks = False


class MassIncidentForm(ActForm):
    heading = gettext_lazy("Open a mass incident")
    submit = gettext_lazy("Open the main ticket")
    says = gettext_lazy(
        "A main ticket is opened, which is nobody's, and this one stands below it. Link the others to it too: "
        "what is said there goes down to each."
    )
    subject = forms.CharField(label=gettext_lazy("The common fault, in a line"), max_length=300)
    text = text_field(gettext_lazy("What is known (internal)"), rows=3, required=False)


class MergeForm(Published, OtherForm):
    heading = gettext_lazy("Merge into another ticket")
    submit = gettext_lazy("Merge")
    says = gettext_lazy("This one is cancelled; its numbers and its words are found there. This can't be undone.")
    tone = "danger"


class SplitForm(Published, ActForm):
    heading = gettext_lazy("Split another matter off")
    submit = gettext_lazy("Open the new ticket")
    says = gettext_lazy("A new ticket begins with these words; they stay here too.")
    entries = forms.MultipleChoiceField(label=gettext_lazy("Which words"), widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=gettext_lazy("What it is about, in a line"), max_length=300)

    def fill(self) -> None:
        came = self.ticket.entries.filter(kind=EntryKind.MESSAGE, event__timeline=self.ticket.timeline_id).order_by("pk")
        field = self.fields["entries"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(entry.pk), entry.text[:100] or "–") for entry in came]

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["split_off"] = list(self.ticket.entries.filter(pk__in=said.get("entries", [])).order_by("pk"))
        return said


class ContactForm(Published, Earlier, ActForm):
    heading = gettext_lazy("A further contact on the same matter")
    submit = gettext_lazy("Give it its protocol")
    says = gettext_lazy("They get a protocol of their own, on this ticket.")
    channel = forms.ChoiceField(label=gettext_lazy("How they reached us"), choices=[(key, label) for key, label in CHANNELS.items()])
    text = text_field(gettext_lazy("What they said"), rows=3, required=False)
