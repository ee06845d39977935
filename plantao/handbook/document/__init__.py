"""
The handbook as a document: frozen values that mirror the file's keys one to one.

They say what may stand where; what names what, and what makes sense, is for `plantao.handbook.checks`. Every key is
described by the docstring under it, which editors show through `plantao handbook schema`. Source: docs/rules/handbook-format.md.
"""

from plantao.handbook.document.amounts import Span, spans_in, written_span
from plantao.handbook.document.base import LANGUAGES, Named, Text
from plantao.handbook.document.carrier import (
    Approval,
    Billing,
    Changes,
    DirectoryEntry,
    Maintenance,
    MaintenanceKind,
    Orders,
    PortalRules,
    StandardChange,
    Touchpoint,
)
from plantao.handbook.document.desk import Contract, Department, Item, Resolution, Role, Unclassified
from plantao.handbook.document.handbook import ALWAYS, CUSTOMER, Handbook
from plantao.handbook.document.promises import Clock, ContractHold, Criticality, Hold, Ladder, Step, Target
from plantao.handbook.document.provider import Calendar, CallBack, Channels, Holidays, PhoneNumber, Provider

__all__ = [
    "ALWAYS",
    "CUSTOMER",
    "LANGUAGES",
    "Approval",
    "Billing",
    "Calendar",
    "CallBack",
    "Changes",
    "Channels",
    "Clock",
    "Contract",
    "ContractHold",
    "Criticality",
    "Department",
    "DirectoryEntry",
    "Handbook",
    "Hold",
    "Holidays",
    "Item",
    "Ladder",
    "Maintenance",
    "MaintenanceKind",
    "Named",
    "Orders",
    "PhoneNumber",
    "PortalRules",
    "Provider",
    "Resolution",
    "Role",
    "Span",
    "StandardChange",
    "Step",
    "Target",
    "Text",
    "Touchpoint",
    "Unclassified",
    "spans_in",
    "written_span",
]
