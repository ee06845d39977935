"""The actions of `plantao ticket`. No Django here."""

from plantao.operate.ticket import arguments
from plantao.operate.ticket.arguments import Action

VENDOR: dict[str, Action] = {
    "pass": Action(
        "ask a manufacturer or supplier; the customer is told", "vendors", "pass_to_vendor", arguments.pass_to_vendor, late=True
    ),
    "chase": Action("ask them again", "vendors", "chase", arguments.chase, late=True, public=False),
    "hear": Action("file what they said", "vendors", "hear_from_vendor", arguments.hear, late=True, public=False),
    "forecast": Action("note by when they say it is done", "vendors", "forecast", arguments.forecast, late=True, public=False),
    "forecast-broken": Action("note that their last word was broken", "vendors", "forecast_broken", arguments.case, public=False),
    "informed-restored": Action("note that they say it works", "vendors", "informed_restored", arguments.case, late=True, public=False),
    "verify": Action(
        "note that our check, or the customer's, found that it works", "vendors", "verify", arguments.case, late=True, public=False
    ),
}
ACTIONS: dict[str, Action | dict[str, Action]] = {
    "open": Action("open a ticket on somebody's behalf", "opening", "open", arguments.opening, has_ticket=False, late=True),
    "list": Action("list the open tickets, one a line", "showing", "list_tickets", arguments.listing, is_verb=False, has_ticket=False),
    "show": Action("show a ticket with all that was said and happened", "showing", "show", arguments.showing, is_verb=False),
    "reply": Action("say something to the requester", "talking", "reply", arguments.reply, late=True),
    "note": Action("write something down for staff only", "talking", "note", arguments.text, late=True, public=False),
    "attend": Action("note that a call reached the requester", "talking", "attend", late=True),
    "complete": Action("note what the handbook asks for", "talking", "complete", arguments.complete, late=True),
    "describe": Action("write down what the requester says on the phone", "talking", "describe", arguments.describe, late=True),
    "promise": Action("promise to be back by an instant", "talking", "promise", arguments.promise),
    "classify": Action("say what it is: department, item, criticality", "treating", "classify", arguments.classify, late=True),
    "assign": Action("let a member of staff hold it", "treating", "assign", arguments.assign, public=False),
    "hand-over": Action("give it to another level or department", "treating", "hand_over", arguments.hand_over, late=True),
    "hold": Action("wait for somebody else", "waiting", "hold", arguments.hold, late=True),
    "resume": Action("end a hold", "waiting", "resume", arguments.resume, late=True),
    "contest-hold": Action("note that the customer contests a hold", "waiting", "contest_hold", arguments.contest_hold),
    "cancel-hold": Action("correct that a hold ever was", "waiting", "cancel_hold", arguments.cancel_hold),
    "restore": Action("note that the service is back", "ending", "restore", arguments.restore, late=True),
    "resolve": Action("note that the work is done", "ending", "resolve", arguments.resolve, late=True),
    "confirm": Action("note that the requester finds it solved", "ending", "confirm"),
    "disagree": Action("open a new ticket, because it is not solved", "opening", "disagree", arguments.disagree),
    "close": Action("file nothing more here", "ending", "close"),
    "cancel": Action("it is not wanted any more", "ending", "cancel", arguments.reason),
    "not-a-contact": Action("it was spam, or nobody's request", "ending", "not_a_contact", arguments.not_a_contact, public=False),
    "link": Action("point at another ticket", "joining", "link", arguments.link),
    "unlink": Action("undo a link", "joining", "unlink", arguments.link),
    "merge": Action("it is the same matter as another", "joining", "merge", arguments.merge),
    "split": Action("some of what was said is another matter", "opening", "split", arguments.split),
    "add-contact": Action(
        "give a further contact on the same matter its number", "joining", "add_contact", arguments.add_contact, late=True
    ),
    "watch": Action("let somebody be told", "belonging", "watch", arguments.mail),
    "unwatch": Action("let somebody be told no more", "belonging", "unwatch", arguments.mail, public=False),
    "correct": Action("put a wrong fact right", "treating", "correct", arguments.correct),
    "set-customer": Action("say whose it is", "belonging", "set_customer", arguments.customer, public=False),
    "set-requester": Action("say who asks", "belonging", "set_requester", arguments.requester),
    "set-service": Action("say what it is about", "belonging", "set_service", arguments.service),
    "vendor": VENDOR,
}
