"""The tables of the post room."""

from plantao.messaging.models.blocked import BlockedSender
from plantao.messaging.models.inbound import Inbound, Outcome
from plantao.messaging.models.message import Message
from plantao.messaging.models.notice import Notice, NoticeState
from plantao.messaging.models.thread import Thread, ThreadId, stored_identity

__all__ = ["BlockedSender", "Inbound", "Message", "Notice", "NoticeState", "Outcome", "Thread", "ThreadId", "stored_identity"]
