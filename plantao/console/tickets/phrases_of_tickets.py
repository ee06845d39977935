"""What happened to a ticket, in the reader's words: a phrase for each of its verbs."""

from collections.abc import Mapping

from django.utils.translation import gettext, pgettext, pgettext_lazy

from plantao.console.tickets.names import Names, word
from plantao.console.tickets.phrase import Phrase, always, of_a_hold, of_a_person, of_a_vendor, with_facts
from plantao.events.models import Event
from plantao.tickets.models.resolution import UNANSWERED
from plantao.tickets.verbs import Verb
from plantao.ui.labels import CHANNELS, FACTS, LINKS, STATUSES


def _opened(event: Event, names: Names) -> str:
    said = pgettext("timeline", "opened the ticket {protocol} {channel}, as {criticality} at {department}")
    return said.format(
        protocol=event.facts["protocol"],
        channel=CHANNELS.get(event.facts["channel"], event.facts["channel"]),
        criticality=names.terms.criticality(event.facts["criticality"]),
        department=names.terms.department(event.facts["department"]),
    )


def _replied(event: Event, names: Names) -> str:
    if event.by.is_customers:
        return pgettext("timeline", "answered by itself, automatically") if event.facts.get("automatic") else pgettext("timeline", "wrote")
    return pgettext("timeline", "replied to the customer")


def _attended(event: Event, names: Names) -> str:
    if event.facts.get("how") == "message":
        return pgettext("timeline", "reached the requester for the first time, by message")
    return pgettext("timeline", "reached the requester for the first time, by phone")


def _completed(event: Event, names: Names) -> str:
    fields = ", ".join(word("fields", field) for field in event.facts["fields"])
    said = pgettext("timeline", "noted what was asked for: {fields}").format(fields=fields)
    missing = ", ".join(word("fields", field) for field in event.facts["missing"])
    return f"{said}; {pgettext('timeline', 'still missing: {fields}').format(fields=missing)}" if missing else said


def _classified(event: Event, names: Names) -> str:
    before, after = event.facts["before"], event.facts["after"]
    said = []
    if before["criticality"] != after["criticality"]:
        change = pgettext("timeline", "{change} the criticality from {before} to {after}")
        raised = pgettext("timeline", "raised") if event.facts["change"] == "raised" else pgettext("timeline", "lowered")
        terms = names.terms
        said.append(
            change.format(change=raised, before=terms.criticality(before["criticality"]), after=terms.criticality(after["criticality"]))
        )
    if before["department"] != after["department"]:
        said.append(pgettext("timeline", "moved it to {department}").format(department=names.terms.department(after["department"])))
    if event.facts["change"] == "lowered" and event.facts["consent"]:
        said.append(pgettext("timeline", "with the requester's consent"))
    if before["item"] != after["item"]:
        item = names.terms.item(after["department"], after["item"]) if after["item"] else pgettext("timeline", "no item")
        said.append(pgettext("timeline", "classified it as {item}").format(item=item))
    return ", ".join(said)


def _assigned(event: Event, names: Names) -> str:
    after = event.facts["after"]
    if after is None:
        return pgettext("timeline", "left it to nobody")
    if after == event.person_id:
        return pgettext("timeline", "took it")
    return pgettext("timeline", "gave it to {person}").format(person=names.person(after))


def _handed_over(event: Event, names: Names) -> str:
    before, after = event.facts["before"], event.facts["after"]
    to = [names.terms.level(after["level"])] if after["level"] and before["level"] != after["level"] else []
    to += [names.terms.department(after["department"])] if before["department"] != after["department"] else []
    return pgettext("timeline", "handed it over to {place}").format(place=", ".join(to))


def _promised(event: Event, names: Names) -> str:
    return pgettext("timeline", "promised to be back by {due}").format(due=names.instant(event.facts["due_at"]))


def _held(event: Event, names: Names) -> str:
    said = pgettext("timeline", "put it on hold: {reason}").format(reason=names.terms.hold(event.facts["reason"]))
    asked, ends = names.person(event.facts["asked_of"]), names.instant(event.facts["ends_at"])
    said += pgettext("timeline", ", asked of {person}").format(person=asked) if asked else ""
    return said + (pgettext("timeline", ", until {ends}").format(ends=ends) if ends else "")


def _resolved(event: Event, names: Names) -> str:
    if event.facts["cause"] == UNANSWERED:
        return pgettext("timeline", "resolved it, because nobody answered")
    cause, responsible = (
        word(kind, event.facts[fact]) if event.facts[fact] else "" for kind, fact in (("causes", "cause"), ("responsible", "responsible"))
    )
    told = ", ".join(
        part.format(what)
        for part, what in (
            (pgettext("timeline", "cause: {}"), cause),
            (pgettext("timeline", "responsible: {}"), responsible),
        )
        if what
    )
    said = pgettext("timeline", "resolved it")
    return f"{said} ({told})" if told else said


def _restored(event: Event, names: Names) -> str:
    since = names.instant(event.facts["fault_started_at"])
    said = pgettext("timeline", "noted that the service is back")
    return said + (pgettext("timeline", ", down since {since}").format(since=since) if since else "")


def _heard_from_vendor(event: Event, names: Names) -> str:
    if event.by.is_staff:
        return pgettext("timeline", "wrote down what {vendor} said").format(vendor=names.vendor(event.facts["case"]))
    return pgettext("timeline", "wrote, as the vendor")


def _after_all(event: Event, names: Names) -> str:
    return pgettext("timeline", "took it as a contact after all: {status}").format(status=STATUSES[event.facts["status"]])


def _linked(event: Event, names: Names) -> str:
    kind = LINKS[event.facts["link"]][0 if event.facts["is_from"] else 1]
    return pgettext("timeline", "linked it: {kind} {other}").format(kind=kind, other=event.facts["other"])


def _unlinked(event: Event, names: Names) -> str:
    kind = LINKS[event.facts["link"]][0 if event.facts["is_from"] else 1]
    return pgettext("timeline", "undid the link: {kind} {other}").format(kind=kind, other=event.facts["other"])


def _passed_down(event: Event, names: Names) -> str:
    if event.facts["refused"]:
        return pgettext("timeline", "What was done on the main ticket {parent} was not possible here").format(parent=event.facts["parent"])
    return pgettext("timeline", "The same was done here as on the main ticket {parent}").format(parent=event.facts["parent"])


def _contacted_again(event: Event, names: Names) -> str:
    numbers = ", ".join(event.facts["protocols"])
    if event.facts.get("merged"):
        return pgettext("timeline", "joined {numbers} into this ticket").format(numbers=numbers)
    said = pgettext("timeline", "took a further contact {channel}, with its own protocol: {numbers}")
    return said.format(channel=CHANNELS.get(event.facts["channel"], event.facts["channel"]), numbers=numbers)


def _customer_set(event: Event, names: Names) -> str:
    name = names.customers.get(event.facts["after"]) or gettext("another customer")
    return pgettext("timeline", "filed it under {customer}").format(customer=name)


def _requester_set(event: Event, names: Names) -> str:
    name = names.person(event.facts["after"])
    if not name:
        return pgettext("timeline", "left it without a requester")
    return pgettext("timeline", "made {person} the requester").format(person=name)


def _service_set(event: Event, names: Names) -> str:
    if event.facts["after"] is None:
        return pgettext("timeline", "took the service off it")
    name = names.services.get(event.facts["after"]) or gettext("another service")
    return pgettext("timeline", "said that it is about {service}").format(service=name)


def _corrected(event: Event, names: Names) -> str:
    fact = event.facts["fact"]
    is_key = fact in ("cause", "responsible")
    before, after = (
        word("causes" if fact == "cause" else "responsible", value) if is_key and value else names.instant(value) or "–"
        for value in (event.facts["before"], event.facts["after"])
    )
    said = pgettext("timeline", "corrected {fact}: {after} instead of {before}")
    return said.format(fact=FACTS[fact], after=after, before=before)


OF_TICKETS: Mapping[str, Phrase] = {
    Verb.OPENED: Phrase("ticket", _opened),
    Verb.REPLIED: Phrase("message-2", _replied),
    Verb.NOTED: Phrase("note", always(pgettext_lazy("timeline", "noted for the team"))),
    Verb.ATTENDED: Phrase("phone-call", _attended),
    Verb.COMPLETED: Phrase("list-check", _completed),
    Verb.DESCRIBED: Phrase("message", always(pgettext_lazy("timeline", "wrote down what was said on the phone"))),
    Verb.CLASSIFIED: Phrase("flag", _classified),
    Verb.ASSIGNED: Phrase("user-check", _assigned, is_minor=True),
    Verb.HANDED_OVER: Phrase("arrow-right", _handed_over),
    Verb.PROMISED: Phrase("calendar-time", _promised),
    Verb.HELD: Phrase("clock-pause", _held),
    Verb.HOLD_BEGAN: Phrase(
        "hourglass",
        of_a_hold(pgettext_lazy("timeline", "The question was delivered: the hold counts from here ({reason})")),
        stands_alone=True,
        is_minor=True,
    ),
    Verb.QUESTION_CAME_BACK: Phrase(
        "mail-off",
        of_a_hold(pgettext_lazy("timeline", "The question came back: nobody was asked, so nobody was waited for ({reason})")),
        stands_alone=True,
    ),
    Verb.RESUMED: Phrase("player-play", of_a_hold(pgettext_lazy("timeline", "ended the hold: {reason}"))),
    Verb.HOLD_CONTESTED: Phrase("thumb-down", of_a_hold(pgettext_lazy("timeline", "contested the hold: {reason}"))),
    Verb.HOLD_CANCELLED: Phrase("x", of_a_hold(pgettext_lazy("timeline", "cancelled the hold, as if it had never been: {reason}"))),
    Verb.RESTORED: Phrase("plug-connected-x", _restored),
    Verb.RESOLVED: Phrase("circle-check", _resolved),
    Verb.CONFIRMED: Phrase("thumb-up", always(pgettext_lazy("timeline", "confirmed that it is solved"))),
    Verb.DISAGREED: Phrase(
        "thumb-down", with_facts(pgettext_lazy("timeline", "disagreed with the resolution; it goes on at {protocol}"), "protocol")
    ),
    Verb.CLOSED: Phrase("archive", always(pgettext_lazy("timeline", "closed the ticket"))),
    Verb.CANCELLED: Phrase("ban", always(pgettext_lazy("timeline", "cancelled the ticket"))),
    Verb.NOT_A_CONTACT: Phrase("message-off", always(pgettext_lazy("timeline", "marked it as no contact, out of all figures"))),
    Verb.A_CONTACT_AFTER_ALL: Phrase("arrow-back-up", _after_all),
    Verb.LINKED: Phrase("link", _linked),
    Verb.UNLINKED: Phrase("link-off", _unlinked),
    Verb.PASSED_DOWN: Phrase("arrow-down", _passed_down, stands_alone=True, is_minor=True),
    Verb.PARENT_RESTORED: Phrase(
        "circle-dot",
        with_facts(pgettext_lazy("timeline", "told that the common fault is over since {restored_at}"), "restored_at"),
    ),
    Verb.MERGED: Phrase("arrows-join", with_facts(pgettext_lazy("timeline", "merged it into {into}"), "into")),
    Verb.CONTACTED_AGAIN: Phrase("phone-incoming", _contacted_again),
    Verb.SPLIT: Phrase("arrows-split", with_facts(pgettext_lazy("timeline", "split another matter off into {protocol}"), "protocol")),
    Verb.WATCHED: Phrase("eye", of_a_person(pgettext_lazy("timeline", "lets {person} follow the ticket")), is_minor=True),
    Verb.UNWATCHED: Phrase("eye-off", of_a_person(pgettext_lazy("timeline", "lets {person} follow it no more")), is_minor=True),
    Verb.CUSTOMER_SET: Phrase("building", _customer_set),
    Verb.REQUESTER_SET: Phrase("user", _requester_set),
    Verb.CONTACT_LOST: Phrase(
        "user-off", of_a_person(pgettext_lazy("timeline", "{person} speaks for this customer no more")), stands_alone=True
    ),
    Verb.SERVICE_SET: Phrase("router", _service_set),
    Verb.CORRECTED: Phrase("edit", _corrected),
    Verb.PASSED_TO_VENDOR: Phrase("truck-delivery", of_a_vendor(pgettext_lazy("timeline", "passed it to {vendor}"))),
    Verb.CHASED: Phrase("phone-outgoing", of_a_vendor(pgettext_lazy("timeline", "chased {vendor}; next at {chase_at}"), "chase_at")),
    Verb.HEARD_FROM_VENDOR: Phrase("phone-incoming", _heard_from_vendor),
    Verb.FORECAST: Phrase("calendar-event", of_a_vendor(pgettext_lazy("timeline", "noted that {vendor} says {due_at}"), "due_at")),
    Verb.FORECAST_BROKEN: Phrase(
        "alert-triangle", of_a_vendor(pgettext_lazy("timeline", "noted that {vendor} broke their word ({due_at})"), "due_at")
    ),
    Verb.INFORMED_RESTORED: Phrase("message", of_a_vendor(pgettext_lazy("timeline", "noted that {vendor} says it works"))),
    Verb.VERIFIED: Phrase("shield-check", of_a_vendor(pgettext_lazy("timeline", "verified that it works ({vendor})"))),
}
