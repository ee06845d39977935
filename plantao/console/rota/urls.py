"""Addresses of the rota."""

from django.urls import path

from plantao.console.rota import asked, planning, rota

urlpatterns = [
    path("rota/", rota.rota, name="rota"),
    path("rota/on-duty/", asked.asked, name="rota-asked"),
    path("rota/hand-overs/", planning.hand_overs, name="rota-hand-overs"),
    path("rota/swaps/", planning.swaps, name="rota-swaps"),
    path("rota/assignments/", planning.assignments, name="rota-assignments"),
    path("rota/absences/", planning.absences, name="rota-absences"),
    path("rota/absences/<int:number>/cancellations/", planning.absence_cancellations, name="rota-absence-cancellations"),
    path("rota/arrangements/<int:number>/cancellations/", planning.arrangement_cancellations, name="rota-arrangement-cancellations"),
    path("rota/shifts/", planning.shifts, name="rota-shifts"),
    path("rota/shifts/<int:number>/endings/", planning.shift_endings, name="rota-shift-endings"),
]
