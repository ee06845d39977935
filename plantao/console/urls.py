"""Addresses of the desk's own door."""

from django.urls import include, path

from plantao.console import acknowledgement, caught_mail

urlpatterns = [
    path("", include("plantao.console.duty.urls")),
    path("", include("plantao.console.queue.urls")),
    path("", include("plantao.console.handbook.urls")),
    path("", include("plantao.console.rota.urls")),
    path("", include("plantao.console.tickets.urls")),
    path("", include("plantao.console.calls.urls")),
    path("", include("plantao.console.calendars.urls")),
    path("", include("plantao.console.mails.urls")),
    path("", include("plantao.console.search.urls")),
    path("", include("plantao.console.guide.urls")),
    path("acknowledgement/<str:token>/", acknowledgement.acknowledgement, name="acknowledgement"),
    path("caught-mail/", caught_mail.every, name="caught-mail"),
    path("caught-mail/<int:number>/", caught_mail.one, name="caught-mail-one"),
    path("caught-mail/<int:number>/html/", caught_mail.html, name="caught-mail-html"),
    path("caught-mail/<int:number>/raw/", caught_mail.raw, name="caught-mail-raw"),
]
