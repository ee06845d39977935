"""The tables of agreements."""

from plantao.agreements.models.calendars import Because, CalendarDay, CalendarVersion
from plantao.agreements.models.contract import Contract
from plantao.agreements.models.handbooks import HandbookPeriod, HandbookVersion

__all__ = ["Because", "CalendarDay", "CalendarVersion", "Contract", "HandbookPeriod", "HandbookVersion"]
