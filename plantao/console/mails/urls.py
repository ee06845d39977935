"""Addresses of mails that are on no ticket: their shelves, each mail, and a noun for each act."""

from django.urls import path

from plantao.console.mails import acts, mail, senders, shelves

urlpatterns = [
    path("mails/", shelves.mails, name="mails"),
    path("mails/<int:number>/", mail.mail, name="mail"),
    path("mails/<int:number>/original/", mail.original, name="mail-original"),
    path("mails/<int:number>/filings/", acts.filings, name="mail-filings"),
    path("mails/<int:number>/tickets/", acts.tickets, name="mail-tickets"),
    path("mails/<int:number>/retries/", acts.retries, name="mail-retries"),
    path("mails/<int:number>/discards/", acts.discards, name="mail-discards"),
    path("mails/<int:number>/blocks/", senders.blocks, name="mail-blocks"),
    path("mails/senders/<int:number>/admissions/", senders.admissions, name="mail-admissions"),
]
