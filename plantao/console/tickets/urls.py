"""Addresses of a ticket: its page, and a noun for each act."""

from django.urls import path

from plantao.console.tickets import files, talking, ticket

urlpatterns = [
    path("tickets/<str:protocol>/", ticket.ticket, name="ticket"),
    path("tickets/<str:protocol>/files/<int:number>/", files.one, name="ticket-file"),
    path("tickets/<str:protocol>/originals/<int:number>/", files.original, name="ticket-original"),
    path("tickets/<str:protocol>/replies/", talking.replies, name="ticket-replies"),
    path("tickets/<str:protocol>/notes/", talking.notes, name="ticket-notes"),
]
