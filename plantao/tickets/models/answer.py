"""Answer: something that the handbook asks of a requester, and what was said to it."""

from typing import ClassVar

from django.db import models


class Answer(models.Model):
    """`field` is one of the handbook's (`service_id`, `site_access`, ...); `text` the latest answer, in words."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="answers")
    field = models.CharField(max_length=32)
    text = models.TextField()
    at = models.DateTimeField()
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "field"], name="tickets_answer_once_a_field")]

    def __str__(self) -> str:
        return f"{self.field} of ticket {self.ticket_id}"
