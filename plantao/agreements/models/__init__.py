"""The tables of agreements."""

from plantao.agreements.models.calendars import CalendarDay, CalendarVersion
from plantao.agreements.models.contract import Contract
from plantao.agreements.models.handbooks import HandbookPeriod, HandbookVersion

__all__ = ["CalendarDay", "CalendarVersion", "Contract", "HandbookPeriod", "HandbookVersion"]
