"""`plantao customer ...`: customers, their mail domains, contacts, services and plans, until the desk has its pages for them."""

import argparse
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from plantao import clock
from plantao.operate.addresses import mail_address
from plantao.operate.choosing import choices, chosen, in_words, language_and_zone, offer_choices, offer_language_and_zone
from plantao.operate.one_act import in_one_act
from plantao.operate.rooms import open_rooms
from plantao.operate.trouble import Trouble

if TYPE_CHECKING:
    from plantao.directory.models import Customer


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer every action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    add = _action(actions, "add", "take a customer in", _add)
    add.add_argument("name", metavar="NAME", help="as the company calls itself")
    add.add_argument("--country", default="", metavar="CC", help="two letters, as in BR: its calendar follows from it")
    add.add_argument("--language", default="", metavar="LANGUAGE", help="pt-br, es or en: for its people who chose none")
    add.add_argument("--time-zone", default="", metavar="ZONE", help="as in America/Recife")
    add.add_argument("--segment", default="", metavar="KEY", help="a segment of the handbook")
    add.add_argument("--domain", action="append", default=[], metavar="DOMAIN", help="unknown senders of this mail domain are its people")
    add.add_argument("--plan", default="", metavar="KEY", help="a plan of the handbook's contracts")

    change = _action(actions, "set", "set the language and the zone of a customer's people who chose none", _set)
    change.add_argument("customer", metavar="CUSTOMER", help="its name or number")
    offer_language_and_zone(change)

    contacts = _action(actions, "contacts", "list who speaks for a customer, one a line, with how they are to be told", _contacts)
    contacts.add_argument("customer", metavar="CUSTOMER", help="its name or number")
    contacts.add_argument("--json", action="store_true", help="as JSON lines")

    domain = _action(actions, "domain", "take unknown senders of a mail domain for a customer's people", _domain)
    domain.add_argument("customer", metavar="CUSTOMER", help="its name or number")
    domain.add_argument("domain", metavar="DOMAIN")

    contact = _action(actions, "contact", "let a person speak for a customer, and say how they are to be told", _contact)
    contact.add_argument("customer", metavar="CUSTOMER", help="its name or number")
    contact.add_argument("mail", metavar="MAIL", help="the person's mail address")
    contact.add_argument("--name", default="", help="the person's name")
    offer_choices(contact)
    contact.add_argument(
        "--may", action="append", default=[], choices=["change", "give_access", "see_billing"], help="beside opening tickets"
    )
    contact.add_argument("--leaves", action="store_true", help="the person no longer speaks for the customer")

    contact.add_argument("--address-works", action="store_true", help="mail to MAIL came back, and is to be tried again")

    service = _action(actions, "service", "take a service in under its Service ID", _service)
    service.add_argument("customer", metavar="CUSTOMER", help="its name or number")
    service.add_argument("service_id", metavar="SERVICE_ID")
    service.add_argument("--product", default="", metavar="KEY", help="a product of the handbook")

    plan = _action(actions, "plan", "give a customer a plan from now on; open tickets keep theirs", _plan)
    plan.add_argument("customer", metavar="CUSTOMER", help="its name or number")
    plan.add_argument("plan", metavar="KEY", help="a plan of the handbook's contracts")

    _action(actions, "list", "list the customers, one a line", _list).add_argument("--json", action="store_true", help="as JSON lines")


def run(options: argparse.Namespace) -> int:
    """Run one action in one transaction and return the exit status."""
    open_rooms()
    in_one_act(lambda: options.act(options, clock.now()))
    return 0


def _action(actions: Any, name: str, purpose: str, act: Callable[[argparse.Namespace, datetime], None]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=purpose, description=purpose)
    parser.set_defaults(act=act)
    return parser


def _add(options: argparse.Namespace, at: datetime) -> None:
    from plantao.directory.models import Customer
    from plantao.events.actor import DESK

    if Customer.objects.filter(name__iexact=options.name).exists():
        raise Trouble(f"there is a customer {options.name!r} already")
    customer = Customer.objects.add(
        options.name,
        by=DESK,
        at=at,
        country=options.country.upper(),
        segment=options.segment,
        language=options.language,
        zone=options.time_zone,
    )
    for domain in options.domain:
        customer.claim_domain(domain, by=DESK, at=at)
    if options.plan:
        _set_plan(customer, options.plan, at)
    print(f"customer {customer.pk}: {customer.name}")


def _set(options: argparse.Namespace, at: datetime) -> None:
    from plantao.events.actor import DESK

    customer = found(options.customer)
    customer.change(by=DESK, at=at, **language_and_zone(options))
    print(f"{customer.name}: {customer.language or 'no language'}, {customer.time_zone or 'no zone'} of its own")


def _contacts(options: argparse.Namespace, at: datetime) -> None:
    from plantao.directory.models import Contact

    for contact in Contact.objects.live().filter(customer=found(options.customer)).select_related("person").order_by("id"):
        facts = {"name": contact.person.name, "mail": contact.person.mail_address, **chosen(contact.person)}
        print(json.dumps(facts, ensure_ascii=False) if options.json else f"{facts['mail']}\t{in_words(contact.person)}")


def _domain(options: argparse.Namespace, at: datetime) -> None:
    from plantao.events.actor import DESK

    customer = found(options.customer)
    customer.claim_domain(options.domain, by=DESK, at=at)
    print(f"unknown senders of {options.domain} are people of {customer.name}")


def _contact(options: argparse.Namespace, at: datetime) -> None:
    from plantao.directory.models import Contact
    from plantao.events.actor import DESK
    from plantao.people.addresses import Kind
    from plantao.people.models import Person

    customer = found(options.customer)
    person = Person.objects.at_address(Kind.MAIL, options.mail)
    contact = Contact.objects.live().filter(customer=customer, person=person).first() if person else None
    if contact is None and (options.leaves or options.address_works):
        raise Trouble(f"nobody with the address {options.mail} speaks for {customer.name}")
    if contact is not None and options.address_works:
        if not contact.address_works(options.mail, by=DESK, at=at):
            raise Trouble(f"no mail to {options.mail} came back")
        print(f"mail to {options.mail} is tried again")
        return
    if contact is not None and options.leaves:
        contact.leave(by=DESK, at=at)
        print(f"{options.mail} no longer speaks for {customer.name}")
        return
    if person is None:
        person, _ = Person.objects.known_at(Kind.MAIL, mail_address(options.mail), name=options.name, at=at, is_verified=True)
    contact = Contact.objects.add(customer, person, by=DESK, at=at, **{f"may_{what}": True for what in options.may})
    contact.choose(by=DESK, at=at, **choices(options))
    print(f"{options.mail} speaks for {customer.name}")


def _service(options: argparse.Namespace, at: datetime) -> None:
    from plantao.directory.models import Service
    from plantao.events.actor import DESK

    if not options.service_id.strip():
        raise Trouble("say the service's ID, as both sides write it")
    service = Service.objects.add(found(options.customer), options.service_id, by=DESK, at=at, product=options.product)
    print(f"service {service.service_id} of {service.customer.name}")


def _plan(options: argparse.Namespace, at: datetime) -> None:
    customer = found(options.customer)
    _set_plan(customer, options.plan, at)
    print(f"{customer.name} has the plan {options.plan}")


def _set_plan(customer: "Customer", plan: str, at: datetime) -> None:
    from plantao.agreements.models import Contract
    from plantao.agreements.queries import in_force
    from plantao.events.actor import DESK

    plans = in_force(at).handbook.contracts
    if plan not in plans:
        raise Trouble(f"the handbook in force has no plan {plan!r}; it has {', '.join(sorted(plans))}")
    Contract.objects.set_plan(customer, plan, by=DESK, at=at)


def _list(options: argparse.Namespace, at: datetime) -> None:
    from plantao.agreements.queries import plan_of
    from plantao.directory.models import Customer

    for customer in Customer.objects.prefetch_related("domains"):
        domains = [domain.name for domain in customer.domains.all()]
        facts = {
            "id": customer.pk,
            "name": customer.name,
            "country": customer.country,
            "plan": plan_of(customer, at=at),
            "domains": domains,
        }
        print(
            json.dumps(facts, ensure_ascii=False)
            if options.json
            else f"{customer.pk}\t{customer.name}\t{facts['plan']}\t{' '.join(domains)}"
        )


def found(wanted: str) -> "Customer":
    """Return the customer of this name or number. Raises Trouble where there is none."""
    from plantao.directory.models import Customer

    by_number = Customer.objects.filter(pk=int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else Customer.objects.none()
    customer = by_number.first() or Customer.objects.filter(name__iexact=wanted).first()
    if customer is None:
        raise Trouble(f"there is no customer {wanted!r}; `plantao customer list` names them")
    return customer
