"""Acknowledgement: somebody has seen to a step, for a while."""

from typing import ClassVar

from django.db import models

from plantao.escalation.models.step import Step
from plantao.people.models import Person


class Acknowledgement(models.Model):
    """
    `person` (null: the operator) took note of a step at `at`: it rings nobody until `until`, and never again if the public
    is told something by then.
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["step", "until"], name="escalation_acknowledged")]

    def __str__(self) -> str:
        return f"acknowledgement of step {self.step_id}"
