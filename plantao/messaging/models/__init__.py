"""The tables of the post room."""

from plantao.messaging.models.inbound import Inbound
from plantao.messaging.models.message import Message
from plantao.messaging.models.notice import Notice
from plantao.messaging.models.thread import Thread, ThreadId

__all__ = ["Inbound", "Message", "Notice", "Thread", "ThreadId"]
