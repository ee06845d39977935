"""The tables of the directory."""

from plantao.directory.models.account_role import AccountRole
from plantao.directory.models.contact import Contact
from plantao.directory.models.customer import Customer, Domain
from plantao.directory.models.service import Service, Site

__all__ = ["AccountRole", "Contact", "Customer", "Domain", "Service", "Site"]
