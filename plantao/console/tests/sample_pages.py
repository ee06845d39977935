"""Pages as those of the desk are made, for trying what every page stands on."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.urls import path
from django.utils import timezone

from config.urls import handler400, handler403, handler404, handler429, handler500
from config.urls import urlpatterns as ours
from plantao.console.agents import AgentRequest, agents_who_may
from plantao.tickets.models.waiting import NotOnHold
from plantao.ui.forms import Form, valid_or_422

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]

PAGE = engines["django"].from_string(
    '{% extends "console/base.html" %}{% block heading %}A page{% endblock %}{% block content %}{{ noon|date:"H:i" }}{% endblock %}'
)


class AskedForm(Form):
    heading = "What is asked"
    submit = "Ask"
    asked = forms.CharField(label="Question")


@agents_who_may("ticket.see")
def page(request: AgentRequest) -> HttpResponse:
    noon = timezone.localtime(request.at.replace(hour=12, minute=0))
    return HttpResponse(PAGE.render({"noon": noon}, request))


@agents_who_may("ticket.hold")
def holds(request: AgentRequest) -> HttpResponse:
    form = valid_or_422(AskedForm, request)
    return HttpResponse(f"{request.agent.pk} asked {form.cleaned_data['asked']}")


@agents_who_may("handbook.apply")
def applied(request: AgentRequest) -> HttpResponse:
    return HttpResponse("applied")


@agents_who_may("ticket.resume")
def resumed(request: AgentRequest) -> HttpResponse:
    raise NotOnHold(reason="scheduled", open=[])


def broken(request: HttpRequest) -> HttpResponseBase:
    raise RuntimeError("a bug")


urlpatterns = [
    path("sample/", page),
    path("sample/holds/", holds),
    path("sample/applied/", applied),
    path("sample/resumed/", resumed),
    path("sample/broken/", broken),
    *ours,
]
