"""How much of the mails that are coming in may be in memory at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Memory:
    """So many bytes for all connections together; who needs more than is left waits. Of one event loop."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._limit = limit
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def hold(self, size: int, *, patience: float) -> AsyncIterator[None]:
        """Hold `size` bytes (all there are, at most) inside the block. Raises TimeoutError after `patience` seconds."""
        size = min(size, self._limit)
        async with asyncio.timeout(patience), self._freed:
            await self._freed.wait_for(lambda: self._left >= size)
            self._left -= size
        try:
            yield
        finally:
            self._left += size
            async with self._freed:
                self._freed.notify_all()

    async def all_free(self) -> None:
        """Wait until nobody holds any."""
        async with self._freed:
            await self._freed.wait_for(lambda: self._left == self._limit)
