"""What a call asks: who it is, then what they say."""

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, override

from plantao.console.calls.offered import Place
from plantao.console.tickets.names import word
from plantao.directory.models import Contact, Customer, Service
from plantao.tickets.models import Ticket
from plantao.tickets.models.terms import asked_for_anywhere
from plantao.ui.forms import Form

ELSEWHERE = frozenset({"service_id", "symptom"})
"""What the handbook asks for and the form has a field of its own for."""


class CallForm(Form):
    """Who calls: a contact; or somebody by what they say of themselves, if anything, perhaps of a customer."""

    heading = gettext_lazy("Who calls")
    submit = gettext_lazy("Open the ticket")
    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    contact = forms.ModelChoiceField(Contact.objects.none(), required=False, widget=forms.HiddenInput)
    service = forms.ModelChoiceField(Service.objects.select_related("customer"), required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    number = forms.CharField(label=gettext_lazy("Phone number"), required=False, max_length=60)
    customer = forms.ModelChoiceField(
        Customer.objects.filter(disabled_at=None), label=gettext_lazy("Customer"), required=False, empty_label=gettext_lazy("Not known")
    )

    def __init__(self, *arguments: Any, country: str, among: QuerySet[Customer] | None = None, **named: Any) -> None:
        """`country` (ISO 3166) is where a number without a country code is dialled; `among` what the page lets one choose from."""
        super().__init__(*arguments, **named)
        self.country = country
        self._choice("contact").queryset = Contact.objects.live().select_related("person", "customer")
        if among is None:
            self.fields["customer"].widget = forms.HiddenInput()  # shown again, nobody chooses among all there are
        else:
            self._choice("customer").queryset = among

    def clean_number(self) -> str:
        """Return the number in E.164, "" where none was said; what can't be dialled is refused while somebody can still ask."""
        said = self.cleaned_data["number"].strip()
        if not said:
            return ""
        try:
            number = phonenumbers.parse(said, self.country)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(gettext("This can't be dialled: ask for the number again, or leave it out."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _choice(self, name: str) -> "forms.ModelChoiceField[Any]":
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field


class WordsForm(Form):
    """What somebody says who calls again about the same."""

    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("What they say"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autofocus": True})
    )


class MatterForm(WordsForm):
    """
    What a ticket is about that was opened before anybody said it. Nothing but words is asked of whoever fills it in, and those
    not either: what the handbook asks for besides is told beside the fields, and can be given later.
    """

    subject = forms.CharField(
        label=gettext_lazy("In one line"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    service = forms.CharField(label=gettext_lazy("Service ID"), required=False, max_length=64)
    department = forms.ChoiceField(label=gettext_lazy("Department"))
    item = forms.ChoiceField(label=gettext_lazy("Item of the catalogue"), required=False)
    criticality = forms.ChoiceField(label=gettext_lazy("Criticality"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why this criticality"), required=False, max_length=2_000, help_text=gettext_lazy("The customer is told.")
    )
    consent = forms.BooleanField(label=gettext_lazy("They agree, on this call, that it is less grave"), required=False)

    def __init__(self, *arguments: Any, ticket: Ticket, place: Place, **named: Any) -> None:
        """`place` is what is chosen just now, from which the choices follow."""
        with override(ticket.language):
            reason = gettext("Agreed with you on the phone.")
        initial = {"department": place.department, "item": place.item, "criticality": place.criticality, "reason": reason}
        initial["service"] = ticket.service.service_id if ticket.service else ""
        super().__init__(*arguments, initial={**initial, **named.pop("initial", {})}, **named)
        self.ticket = ticket
        self.fields["words"].required = False
        self.fields["service"].widget.attrs["list"] = "services"
        for name, choices in place.choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        for key in asked_for_anywhere(ticket.terms):
            if key not in ELSEWHERE and not (key == "contact" and ticket.requester_id):
                label = word("fields", key)
                self.fields[f"given_{key}"] = forms.CharField(label=label[:1].upper() + label[1:], required=False, max_length=2_000)
                self.fields[f"given_{key}"].widget.attrs |= {"class": "form-control", "dir": "auto", "placeholder": " "}

    @property
    def asked(self) -> list[tuple[str, forms.BoundField]]:
        """Return the fields of what the handbook asks for, by its key."""
        return [(name.removeprefix("given_"), self[name]) for name in self.fields if name.startswith("given_")]

    @property
    def given(self) -> dict[str, str]:
        """Return what was told, by the handbook's key."""
        said = {name.removeprefix("given_"): text for name, text in self.cleaned_data.items() if name.startswith("given_") and text.strip()}
        typed = self.cleaned_data["service_named"]
        return {**said, "service_id": typed} if typed else said

    def clean(self) -> dict[str, Any]:
        """Find the service that was named; one that nobody knows is kept in words where the handbook asks for it."""
        said = super().clean() or self.cleaned_data
        typed = said.get("service", "").strip()
        services = Service.objects.filter(customer=self.ticket.customer) if self.ticket.customer else Service.objects.all()
        said["service"] = services.filter(service_id__iexact=typed).first() if typed else None
        said["service_named"] = typed if typed and said["service"] is None else ""
        if said["service_named"] and "service_id" not in asked_for_anywhere(self.ticket.terms):
            self.add_error("service", gettext("This customer has no such service."))
        return said
