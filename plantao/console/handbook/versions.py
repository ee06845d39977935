"""A new handbook: written or uploaded, checked, and put in force; and the file of a version."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from plantao.agreements.applying import StillNeeded, apply
from plantao.agreements.models import HandbookPeriod, HandbookVersion
from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.handbook.forms import NewHandbook
from plantao.handbook.problems import Problem
from plantao.handbook.reading import Reading, read
from plantao.ui.problems import problem_in_words
from plantao.ui.refusals import sentence_of

LONGEST_LINE = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem in the reader's words, with the line that it is in."""

    problem: Problem
    says: str
    text: str


@require_http_methods(["GET", "POST"])
@agents_who_may("handbook.apply")
def new(request: AgentRequest) -> HttpResponse:
    """Show the file in force to be changed; posted, say what is wrong with what was written, or put it in force."""
    if request.method == "GET":
        return _page(request, NewHandbook(initial={"source": _in_force(request)}))
    form = NewHandbook(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    source = form.written
    reading = read(source, name=form.file_name)
    form = NewHandbook(initial={**form.cleaned_data, "source": source.decode("utf-8", "replace")})
    if reading.handbook is None or request.POST.get("act") != "apply":
        return _page(request, form, reading, status=422 if reading.errors else 200)
    try:
        applied = apply(reading.handbook, source, file_name=reading.name, at=request.at, by=request.actor, anyway="anyway" in request.POST)
    except StillNeeded as refused:
        return _page(request, form, reading, refusal=sentence_of(refused, handbook=request.handbook), status=409)
    said = gettext("Version {} is in force. Open tickets keep theirs.") if applied.is_new else gettext("Version {} was in force already.")
    messages.success(request, said.format(applied.version.number))
    return HttpResponseRedirect(reverse("handbook"))


@require_GET
@agents_who_may("ticket.see")
def source(request: AgentRequest, number: int) -> HttpResponse:
    """Give the file of a version, byte for byte as it was applied."""
    version = get_object_or_404(HandbookVersion, number=number)
    headers = {"Content-Disposition": f'attachment; filename="handbook-{version.number}.yaml"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(version.source), content_type="application/yaml; charset=utf-8", headers=headers)


def _in_force(request: AgentRequest) -> str:
    periods = HandbookPeriod.objects.filter(since__lte=request.at).exclude(until__lte=request.at)
    return bytes(periods.select_related("version").get().version.source).decode()


def _page(request: AgentRequest, form: NewHandbook, reading: Reading | None = None, refusal: str = "", status: int = 200) -> HttpResponse:
    lines = str(form["source"].value() or "").splitlines()
    shown = [Shown(problem, problem_in_words(problem), _line(lines, problem.line)) for problem in reading.problems] if reading else []
    context = {"form": form, "reading": reading, "problems": shown, "refusal": refusal}
    return render(request, "console/handbook/new.html", context, status=status)


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1].strip()[:LONGEST_LINE] if 0 < number <= len(lines) else ""
