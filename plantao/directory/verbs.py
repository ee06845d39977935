"""What can happen to a customer's file."""

from enum import StrEnum


class Verb(StrEnum):
    """Verbs on a customer's timeline."""

    ADDED = "customer.added"
    DOMAIN_CLAIMED = "customer.domain_claimed"
    CONTACT_ADDED = "customer.contact_added"
    CONTACT_LEFT = "customer.contact_left"
    SERVICE_ADDED = "customer.service_added"
    PLAN_SET = "customer.plan_set"
