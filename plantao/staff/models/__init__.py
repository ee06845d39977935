"""The tables of staff: those who answer, and who is on duty when."""

from plantao.staff.models.absence import Absence
from plantao.staff.models.agent import Agent
from plantao.staff.models.arrangement import Arrangement
from plantao.staff.models.rota import Rota
from plantao.staff.models.shift import Shift

__all__ = ["Absence", "Agent", "Arrangement", "Rota", "Shift"]
