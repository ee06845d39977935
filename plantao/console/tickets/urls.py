"""Addresses of a ticket: its page with its parts, and a noun for each act."""

from django.urls import URLPattern, URLResolver, include, path

from plantao.console.tickets import (
    around,
    belonging,
    ending,
    files,
    joining,
    ladder,
    presences,
    talking,
    ticket,
    treating,
    vendors,
    waiting,
)

OF_A_HOLD = [
    path("resumptions/", waiting.resumptions, name="ticket-resumptions"),
    path("contestations/", waiting.contestations, name="ticket-contestations"),
    path("cancellations/", waiting.hold_cancellations, name="ticket-hold-cancellations"),
]
OF_A_VENDOR_CASE = [
    path("chases/", vendors.chases, name="ticket-chases"),
    path("words/", vendors.vendor_words, name="ticket-vendor-words"),
    path("forecasts/", vendors.forecasts, name="ticket-forecasts"),
    path("broken-forecasts/", vendors.broken_forecasts, name="ticket-broken-forecasts"),
    path("restorations/", vendors.vendor_restorations, name="ticket-vendor-restorations"),
    path("verifications/", vendors.verifications, name="ticket-verifications"),
]
OF_A_TICKET: list[URLPattern | URLResolver] = [
    path("", ticket.ticket, name="ticket"),
    path("around/", around.around, name="ticket-around"),
    path("ladder/", ladder.ladder, name="ticket-ladder"),
    path("presences/", presences.presences, name="ticket-presences"),
    path("files/<int:number>/", files.one, name="ticket-file"),
    path("originals/<int:number>/", files.original, name="ticket-original"),
    path("replies/", talking.replies, name="ticket-replies"),
    path("notes/", talking.notes, name="ticket-notes"),
    path("attendances/", talking.attendances, name="ticket-attendances"),
    path("answers/", talking.answers, name="ticket-answers"),
    path("promises/", talking.promises, name="ticket-promises"),
    path("assignments/", treating.assignments, name="ticket-assignments"),
    path("classifications/", treating.classifications, name="ticket-classifications"),
    path("handovers/", treating.handovers, name="ticket-handovers"),
    path("corrections/", treating.corrections, name="ticket-corrections"),
    path("escalations/", treating.escalations, name="ticket-escalations"),
    path("holds/", waiting.holds, name="ticket-holds"),
    path("holds/<int:number>/", include(OF_A_HOLD)),
    path("restorations/", ending.restorations, name="ticket-restorations"),
    path("resolutions/", ending.resolutions, name="ticket-resolutions"),
    path("confirmations/", ending.confirmations, name="ticket-confirmations"),
    path("disagreements/", ending.disagreements, name="ticket-disagreements"),
    path("closures/", ending.closures, name="ticket-closures"),
    path("cancellations/", ending.cancellations, name="ticket-cancellations"),
    path("non-contacts/", ending.non_contacts, name="ticket-non-contacts"),
    path("reinstatements/", ending.reinstatements, name="ticket-reinstatements"),
    path("links/", joining.links, name="ticket-links"),
    path("links/<int:number>/unlinkings/", joining.unlinkings, name="ticket-unlinkings"),
    path("mass-incidents/", joining.mass_incidents, name="ticket-mass-incidents"),
    path("merges/", joining.merges, name="ticket-merges"),
    path("splits/", joining.splits, name="ticket-splits"),
    path("contacts/", joining.contacts, name="ticket-contacts"),
    path("watchers/", belonging.watchers, name="ticket-watchers"),
    path("watchers/<int:number>/unwatchings/", belonging.unwatchings, name="ticket-unwatchings"),
    path("customers/", belonging.customers, name="ticket-customers"),
    path("requesters/", belonging.requesters, name="ticket-requesters"),
    path("services/", belonging.services, name="ticket-services"),
    path("vendor-cases/", vendors.vendor_cases, name="ticket-vendor-cases"),
    path("vendor-cases/<int:number>/", include(OF_A_VENDOR_CASE)),
]
urlpatterns = [path("tickets/<str:protocol>/", include(OF_A_TICKET))]
