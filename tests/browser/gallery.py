"""A page that shows every part of plantao/ui, and what they do."""

from datetime import timedelta
from pathlib import Path

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from config.urls import handler400, handler403, handler404, handler429, handler500
from config.urls import urlpatterns as ours
from plantao.console.agents import AgentRequest, agents_who_may
from plantao.rules.service_level import State
from plantao.tickets.models.waiting import NotOnHold
from plantao.ui.clock_face import ICONS, ClockFace, running
from plantao.ui.forms import Form, valid_or_422
from plantao.ui.labels import STATUSES
from plantao.ui.strip import Part, Strip

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]


class AskedForm(Form):
    heading, submit = "O que se pergunta", "Perguntar"
    asked = forms.CharField(label="Pergunta", widget=forms.Textarea, help_text="Vai ao cliente como está aqui.")
    reason = forms.ChoiceField(label="Motivo", choices=[("customer", "Cliente"), ("vendor", "Fornecedor")])
    until = forms.CharField(label="Até", required=False)
    told = forms.BooleanField(label="Avisar também por WhatsApp", required=False)
    level = forms.ChoiceField(label="Nível", choices=[("n1", "N1"), ("n2", "N2")], widget=forms.RadioSelect)


@agents_who_may("ticket.see")
def gallery(request: AgentRequest) -> HttpResponse:
    at = request.at
    still = [ClockFace(state, state, ICONS[state], "3 h 20 min", None, is_near=False) for state in State if state is not State.RUNNING]
    faces = [
        running(label="Primeiro atendimento", due_at=at + timedelta(minutes=12), at=at),
        running(label="Solução", due_at=at + timedelta(hours=30), at=at),
        running(label="Atualização", due_at=at - timedelta(minutes=7), at=at),
        *still,
    ]
    kinds = (("counted", "contado"), ("closed", "fora do expediente"), ("holiday", "feriado"), ("held", "parado"))
    parts = tuple(Part(kind, label, "2 h", at, at + timedelta(hours=2), f"{place * 25}", "25") for place, (kind, label) in enumerate(kinds))
    shown = {
        "statuses": list(STATUSES),
        "clocks": faces,
        "strip": Strip("Solução: 2 h", "2 h", parts, "60"),
        "rows": [f"2026112300000{number}" for number in range(1, 6)],
        "form": AskedForm(),
        "refused": AskedForm(prefix="refused"),
    }
    page = engines["django"].from_string((Path(__file__).parent / "gallery.html").read_text(encoding="utf-8"))
    return HttpResponse(page.render(shown, request))


@agents_who_may("ticket.see")
def asked(request: AgentRequest) -> HttpResponse:
    valid_or_422(AskedForm, request)
    return HttpResponse("<p id='taken'>Perguntado</p>")


@agents_who_may("ticket.see")
def refused(request: AgentRequest) -> HttpResponse:
    raise NotOnHold(reason="scheduled", open=[])


@agents_who_may("ticket.see")
def live(request: AgentRequest) -> HttpResponse:
    return HttpResponse("<div id='live'>depois</div>")


urlpatterns = [
    path("gallery/", gallery),
    path("gallery/asked/", asked),
    path("gallery/refused/", refused),
    path("gallery/live/", live),
    path("sample/", gallery),
    *(path(f"{name}/", gallery, name=name) for name in ("queue", "call", "handbook", "calendars", "rota")),
    path("", gallery, name="duty"),
    *ours,
]
