"""The tables of escalation."""

from plantao.escalation.models.acknowledgement import Acknowledgement
from plantao.escalation.models.gap import Gap
from plantao.escalation.models.ring import Ring
from plantao.escalation.models.step import Step

__all__ = ["Acknowledgement", "Gap", "Ring", "Step"]
