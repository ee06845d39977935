"""What can happen to a customer's file."""

from enum import StrEnum


class Verb(StrEnum):
    """Verbs on a customer's timeline."""

    ADDED = "customer.added"
    DOMAIN_CLAIMED = "customer.domain_claimed"
    CONTACT_ADDED = "customer.contact_added"
    CONTACT_LEFT = "customer.contact_left"
    CONTACT_CHOSE = "customer.contact_chose"
    """contact, person, changes (of language, time_zone, quiet_hours, channels: before and after)"""
    ADDRESS_WORKS = "customer.address_works"
    """contact, person: mail to them came back, and somebody says that it arrives again"""
    CHANGED = "customer.changed"
    """changes (of language, time_zone: before and after)"""
    SERVICE_ADDED = "customer.service_added"
    PLAN_SET = "customer.plan_set"
