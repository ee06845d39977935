"""Whose a ticket is."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Published
from plantao.directory.models import Customer, Service
from plantao.people.addresses import Kind
from plantao.people.models import Person


class WatchForm(Published, ActForm):
    heading = gettext_lazy("Let somebody follow the ticket")
    submit = gettext_lazy("Let them follow")
    says = gettext_lazy("A contact is told what the requester is told; one of ours is told everything.")
    mail = forms.EmailField(label=gettext_lazy("Mail address"), max_length=320)


class UnwatchForm(ActForm):
    heading = gettext_lazy("Let them follow it no more")
    submit = gettext_lazy("Let them follow it no more")


class CustomerForm(ActForm):
    heading = gettext_lazy("Whose it is")
    submit = gettext_lazy("Set the customer")
    says = gettext_lazy("From then on this customer sees what is public here.")
    customer = forms.CharField(label=gettext_lazy("Customer's name or number"), max_length=200)

    def clean_customer(self) -> Customer:
        return customer_called(self.cleaned_data["customer"].strip())


class RequesterForm(Published, ActForm):
    heading = gettext_lazy("Who asks")
    submit = gettext_lazy("Set the requester")
    says = gettext_lazy("They are told of the ticket, and answers go to them.")
    mail = forms.EmailField(label=gettext_lazy("Mail address"), max_length=320)
    name = forms.CharField(label=gettext_lazy("Name, where nobody knows them yet"), max_length=200, required=False)


class ServiceForm(Published, ActForm):
    heading = gettext_lazy("What it is about")
    submit = gettext_lazy("Set the service")
    service = forms.CharField(label=gettext_lazy("Service ID"), max_length=100)

    def clean_service(self) -> Service:
        found = Service.objects.filter(service_id__iexact=self.cleaned_data["service"].strip()).first()
        if found is None:
            raise forms.ValidationError(gettext("There is no service of this ID."))
        return found


def customer_called(wanted: str) -> Customer:
    """Return the customer of this number or name, or the only one whose name holds it. Raises ValidationError."""
    by_number = Customer.objects.filter(pk=int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else Customer.objects.none()
    named = Customer.objects.filter(name__iexact=wanted)
    found = by_number.first() or named.first() or _only(Customer.objects.filter(name__icontains=wanted)[:2])
    if found is None:
        raise forms.ValidationError(gettext("No single customer is called so."))
    return found


def known_at(mail: str) -> Person | None:
    """Return who is reached at a mail address; None where nobody is known there."""
    return Person.objects.at_address(Kind.MAIL, mail)


def _only(found: Any) -> Customer | None:
    some = list(found)
    return some[0] if len(some) == 1 else None
