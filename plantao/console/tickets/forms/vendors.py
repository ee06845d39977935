"""What a vendor is asked, and what they say."""

from django import forms
from django.utils.translation import gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Earlier, Published
from plantao.ui.fields import instant_field, text_field


class PassForm(Published, Earlier, ActForm):
    heading = gettext_lazy("Ask a vendor")
    submit = gettext_lazy("Pass it to the vendor")
    vendor = forms.CharField(label=gettext_lazy("Vendor"), max_length=200)
    reference = forms.CharField(label=gettext_lazy("Their own number"), max_length=100, required=False)
    mail = forms.EmailField(
        label=gettext_lazy("Where they write from"),
        max_length=320,
        required=False,
        help_text=gettext_lazy("Their mails are filed here, for the team alone."),
    )
    contacts = text_field(gettext_lazy("Whom to chase, one a line, the first first"), rows=2, required=False)
    chase_at = instant_field(gettext_lazy("Chase them at"), required=False)
    text = text_field(gettext_lazy("What they were told (internal)"), rows=3, required=False)


class ChaseForm(Earlier, ActForm):
    heading = gettext_lazy("Chase the vendor")
    submit = gettext_lazy("Note that they were chased")
    chase_at = instant_field(gettext_lazy("Chase them again at"), required=False)
    reference = forms.CharField(label=gettext_lazy("Their own number"), max_length=100, required=False)
    text = text_field(gettext_lazy("What they were told (internal)"), rows=3, required=False)


class HeardForm(Earlier, ActForm):
    heading = gettext_lazy("What the vendor said")
    submit = gettext_lazy("File it (internal)")
    text = text_field(gettext_lazy("Their words"))


class ForecastForm(Earlier, ActForm):
    heading = gettext_lazy("When the vendor says it is done")
    submit = gettext_lazy("Note the forecast")
    due_at = instant_field(gettext_lazy("By when"))


class BrokenForm(ActForm):
    heading = gettext_lazy("The vendor broke their word")
    submit = gettext_lazy("Note it")


class InformedForm(Earlier, ActForm):
    heading = gettext_lazy("The vendor says it works")
    submit = gettext_lazy("Note it")
    says = gettext_lazy("That is their word; the service is back when a check of ours, or the customer's, finds so.")


class VerifyForm(Earlier, ActForm):
    heading = gettext_lazy("Verified: it works")
    submit = gettext_lazy("Note the check")
