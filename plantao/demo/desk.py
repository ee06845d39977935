"""What staff and contacts of the demonstration do to a ticket: each act is one verb or two, in a transaction of its own."""

from datetime import date, datetime

from django.db import transaction

from plantao.agreements.applying import apply
from plantao.agreements.calendar_days import Edit, set_day
from plantao.agreements.queries import in_force
from plantao.demo.cast import Cast, Client, keys_of
from plantao.demo.letters import letter
from plantao.demo.matters import ASKED, UNWANTED, Matter
from plantao.events.actor import Actor, ActorKind
from plantao.handbook.document import Handbook
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.messaging.models import Inbound, ThreadId
from plantao.sla.rating import rerate
from plantao.staff.models import Agent, Rota
from plantao.tickets.models import Ticket, Words
from plantao.tickets.models.hold import AWAITING_CUSTOMER
from plantao.tickets.models.link import LinkKind
from plantao.tickets.models.opening import Asked

AS_REPORTED = "Conferido com quem relatou."
LEVEL = "O primeiro nível chegou ao fim; segue para a engenharia."
REVISED = "Revisão do handbook: dias sem expediente conferidos."
MOURNING = "Luto oficial no município"
MEASURED = "O gráfico da porta mostra que o tráfego voltou antes."


class Desk:
    """The desk of one provider with its cast. `address` is where its mail goes, `seed` stands in the Message-IDs of what comes in."""

    def __init__(self, cast: Cast, handbook: Handbook, *, address: str, seed: int) -> None:
        self.cast = cast
        self.handbook = handbook
        self.address = address
        self.seed = seed
        self.criticalities = keys_of(handbook)
        self._letters = 0

    def mail(self, *, sender: str, name: str, subject: str, text: str, at: datetime, answers: str = "", **headers: str) -> Inbound:
        """Let a mail arrive, as a mail server brings it."""
        self._letters += 1
        raw = letter(
            sender=sender, name=name, to=self.address, subject=subject, text=text, number=self._letters, seed=self.seed, at=at,
            answers=answers, **headers,
        )  # fmt: skip
        envelope = {"via": "smtp", "mail_from": sender, "rcpt_to": [self.address]}
        return inbox.receive(channel="email", outside_id=identity(raw), original=raw, envelope=envelope, at=at)

    def answer(self, ticket: Ticket, client: Client, text: str, *, at: datetime, **headers: str) -> Inbound:
        """Let a contact reply to the last mail of ours, or by the protocol where none went out."""
        ours = ThreadId.objects.filter(thread=ticket.thread_id, channel="email", is_ours=True).order_by("id").last()
        subject = f"Re: {ticket.subject} [{ticket.protocol}]"
        answers = ours.outside_id if ours else ""
        return self.mail(sender=client.mail, name=client.person.name, subject=subject, text=text, at=at, answers=answers, **headers)

    def subject(self, matter: Matter, client: Client, service_id: str, *, says_how_grave: bool) -> str:
        """Return the subject of a mail about a matter; in brackets how grave the contact finds it, in the handbook's word."""
        subject = matter.subject[client.language].format(service=service_id)
        name = self.handbook.criticalities[self.criticalities[matter.rank]].name
        return f"[{name.in_language(client.language, default=self.handbook.default_language)}] {subject}" if says_how_grave else subject

    @transaction.atomic
    def call(self, client: Client, matter: Matter, service_id: str, *, by: Agent, at: datetime) -> Ticket:
        """Open a ticket in a live call."""
        said = Words(matter.text[client.language].format(service=service_id))
        service = next(each for each in client.services if each.service_id == service_id)
        asked = Asked(
            customer=client.customer, requester=client.person, service=service, criticality=self.criticalities[matter.rank],
            language=client.language,
        )  # fmt: skip
        subject = matter.subject[client.language].format(service=service_id)
        return Ticket.open(by=by.actor, at=at, public=True, channel="phone", subject=subject, words=said, asked=asked, is_live=True)

    @transaction.atomic
    def open_parent(self, matter: Matter, *, by: Agent, at: datetime) -> Ticket:
        """Open the parent of a mass incident, which is nobody's."""
        language = self.handbook.default_language
        said, subject = matter.text[language].format(service="backbone"), matter.subject[language].format(service="backbone")
        asked = Asked(criticality=self.criticalities[matter.rank], language=language)
        return Ticket.open(by=by.actor, at=at, public=False, channel="other", subject=subject, words=Words(said), asked=asked)

    @transaction.atomic
    def take(self, ticket: Ticket, matter: Matter, *, by: Agent, at: datetime) -> None:
        """Hold a ticket, and say what it is where it stands as something else."""
        ticket.assign(by=by.actor, at=at, to=by.person)
        self.sort(ticket, matter, by=by, at=at)

    @transaction.atomic
    def sort(self, ticket: Ticket, matter: Matter, *, by: Agent, at: datetime) -> None:
        """Say what a ticket is, where it stands as something else."""
        department, _ = self.handbook.items().get(matter.item, (ticket.department, None))
        item = matter.item if matter.item in self.handbook.items() else ticket.item
        criticality = self.criticalities[matter.rank]
        if (department, item, criticality) != (ticket.department, ticket.item, ticket.criticality):
            ticket.classify(
                by=by.actor, at=at, public=True, department=department, item=item, criticality=criticality, has_consent=True,
                reason=AS_REPORTED,
            )  # fmt: skip

    @transaction.atomic
    def say(self, ticket: Ticket, text: str, *, by: Agent, at: datetime) -> None:
        """Reply to the requester; where there is none, note it."""
        if ticket.requester_id is None:
            ticket.note(by=by.actor, at=at, words=Words(text))
        else:
            ticket.reply(by=by.actor, at=at, public=True, words=Words(text))

    @transaction.atomic
    def ask(self, ticket: Ticket, client: Client, *, by: Agent, at: datetime) -> None:
        """Wait for the customer, with a question."""
        ticket.hold(by=by.actor, at=at, public=True, reason=AWAITING_CUSTOMER, question=ASKED[client.language])

    @transaction.atomic
    def wait(self, ticket: Ticket, reason: str, *, until: datetime, by: Agent, at: datetime) -> None:
        """Wait until an instant, for a reason of the handbook that asks nobody."""
        ticket.hold(by=by.actor, at=at, public=True, reason=reason, ends_at=until)

    @transaction.atomic
    def hand_over(self, ticket: Ticket, *, to: Agent, at: datetime) -> None:
        """Let somebody of the handbook's last level take it."""
        ticket.hand_over(by=to.actor, at=at, public=True, reason=LEVEL, level=self.handbook.levels[-1].key)
        ticket.assign(by=to.actor, at=at, to=to.person)

    @transaction.atomic
    def merge(self, ticket: Ticket, into: Ticket, *, by: Agent, at: datetime) -> None:
        """Say that it is the same matter as another."""
        ticket.merge(by=by.actor, at=at, public=True, into=into)

    @transaction.atomic
    def cancel(self, ticket: Ticket, client: Client, *, by: Agent, at: datetime) -> None:
        """End it because the customer does not want it any more."""
        ticket.cancel(by=by.actor, at=at, public=True, reason=UNWANTED[client.language])

    @transaction.atomic
    def correct_restored(self, ticket: Ticket, restored_at: datetime, *, by: Agent, at: datetime) -> None:
        """Put right since when it works again."""
        ticket.correct(by=by.actor, at=at, public=True, fact="restored_at", after=restored_at, reason=MEASURED)

    @transaction.atomic
    def swap_duty(self, one: Agent, other: Agent, *, since: datetime, until: datetime, at: datetime) -> None:
        """Let two of the line that is rung first, where anybody is, stand where the other would; one of them asks for it."""
        for role in [step.tell for ladder in self.handbook.escalation for step in ladder.steps][:1]:
            Rota.objects.of(role).swap(one, other, by=one.actor, at=at, since=since, until=until)

    @transaction.atomic
    def close_on(self, day: date, *, by: Agent, at: datetime) -> None:
        """Close the customers' calendar on a working day."""
        now = in_force(at)
        edit = Edit(handbook=now.handbook, calendar=now.handbook.calendar_for_customer(None), day=day, reason=MOURNING)
        if edit.usual_hours and edit.given is None:
            set_day(edit, hours=(), name=MOURNING, by=by.actor, at=at)

    @transaction.atomic
    def revise_handbook(self, *, by: Agent, at: datetime) -> None:
        """Put the handbook in force again with a note in it, which makes its calendars anew; what it promises stays."""
        version = in_force(at).version
        apply(self.handbook, bytes(version.source) + f"\n# {REVISED}\n".encode(), file_name=version.file_name, by=by.actor, at=at)

    @transaction.atomic
    def rerate(self, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        """Move a ticket to the handbook and the calendars in force."""
        now = in_force(at)
        rerate(ticket, by=by.actor, at=at, handbook=now.version, calendars=now.calendars, reason=REVISED)

    @transaction.atomic
    def restore(self, ticket: Ticket, said: str, *, by: Agent, at: datetime) -> None:
        """The service is back; perhaps with words to the requester."""
        ticket.restore(by=by.actor, at=at, public=True)
        if said and ticket.requester_id is not None:
            ticket.reply(by=by.actor, at=at, public=True, words=Words(said))

    @transaction.atomic
    def say_to_all(self, parent: Ticket, text: str, *, by: Agent, at: datetime) -> None:
        """Say something on the parent of a mass incident that goes down to each child."""
        parent.reply(by=by.actor, at=at, public=True, words=Words(text))

    @transaction.atomic
    def make_child(self, ticket: Ticket, parent: Ticket, *, by: Agent, at: datetime) -> None:
        """Put a ticket under the parent of its mass incident."""
        ticket.link(by=by.actor, at=at, public=False, other=parent, kind=LinkKind.PARENT)

    @transaction.atomic
    def not_a_contact(self, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        """Put spam aside."""
        ticket.not_a_contact(by=by.actor, at=at)

    @transaction.atomic
    def resolve(self, ticket: Ticket, matter: Matter, *, language: str, by: Agent, at: datetime) -> None:
        """Say that the service is back, where nobody has, and that the work is done."""
        asked = self.handbook.resolution
        if ticket.restored_at is None:
            ticket.restore(by=by.actor, at=at, public=True)
        ticket.resolve(
            by=by.actor, at=at, public=True, done=matter.done[language],
            cause=matter.cause if matter.cause in asked.causes else next(iter(asked.causes), ""),
            responsible=matter.responsible if matter.responsible in asked.responsible else next(iter(asked.responsible), ""),
        )  # fmt: skip

    @transaction.atomic
    def confirm(self, ticket: Ticket, client: Client, *, at: datetime) -> None:
        """Let the requester say that it is solved."""
        ticket.confirm(by=Actor(ActorKind.CONTACT, client.person.pk), at=at, public=True)

    @transaction.atomic
    def disagree(self, ticket: Ticket, client: Client, text: str, *, at: datetime) -> Ticket:
        """Let the requester disagree, and return the new ticket."""
        return ticket.disagree(by=Actor(ActorKind.CONTACT, client.person.pk), at=at, public=True, channel="email", words=Words(text))


def ticket_of(inbound: Inbound) -> Ticket | None:
    """Return the ticket on which a mail was filed; None where it was not."""
    inbound.refresh_from_db()
    return Ticket.objects.filter(thread=inbound.thread_id).first() if inbound.thread_id else None
