"""A TCP proxy on loopback that can be slow, cut, reset or deaf: what the network does to connections, without touching the network."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from tests.support.processes import free_port

CHUNK_BYTES = 65_536
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing tells the other side that all is lost.


@dataclass(eq=False)
class Pair:
    """One connection through the proxy. `up` and `down` are set while bytes pass to the server and back."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    up: asyncio.Event = field(default_factory=asyncio.Event)
    down: asyncio.Event = field(default_factory=asyncio.Event)

    def reset(self) -> None:
        """Drop both halves without a farewell."""
        for writer in (self.client, self.server):
            if not writer.transport.is_closing():
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()
        self.up.set()
        self.down.set()

    def close(self) -> None:
        """Let both halves go once what was written to them has left."""
        for writer in (self.client, self.server):
            writer.close()


class Proxy:
    """Forwards `port` to a server. `mend` makes it an ordinary wire again."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.port = free_port()
        self._loop = asyncio.new_event_loop()
        self._pairs: set[Pair] = set()
        self._listening: asyncio.Server | None = None
        self._quiet()
        threading.Thread(target=self._loop.run_forever, daemon=True, name=f"proxy {self.port}").start()
        self._do(self._open())

    @property
    def connections(self) -> int:
        """How many connections go through it now."""
        return len(self._pairs)

    def cut(self) -> None:
        """Reset every connection and refuse new ones."""
        self._do(self._shut())
        self.reset_all()

    def reset_all(self) -> None:
        """Reset every connection; new ones are welcome."""
        self._do(self._reset_all())

    def freeze(self, *, up: bool = True, down: bool = True) -> None:
        """From now on nothing passes on the connections there are, and neither side is told; new ones are whole."""
        self._do(self._freeze(up=up, down=down))

    def worsen(
        self,
        *,
        delay_seconds: float = 0.0,
        jitter_seconds: float = 0.0,
        reset_share: float = 0.0,
        piece_bytes: int = CHUNK_BYTES,
    ) -> None:
        """Delay every piece of bytes, and reset the connection at this share of them; `piece_bytes`: into how small ones all is cut."""
        self._delay_seconds, self._jitter_seconds, self._reset_share = delay_seconds, jitter_seconds, reset_share
        self._piece_bytes = piece_bytes

    def mend(self) -> None:
        """Pass everything at once again, and take connections. What was frozen is dropped."""
        self._quiet()
        self._do(self._thaw())
        self._do(self._open())

    def close(self) -> None:
        """End."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _quiet(self) -> None:
        self.worsen()

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _open(self) -> None:
        if self._listening is None:
            self._listening = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def _shut(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    async def _reset_all(self) -> None:
        for pair in list(self._pairs):
            pair.reset()

    async def _freeze(self, *, up: bool, down: bool) -> None:
        for pair in self._pairs:
            if up:
                pair.up.clear()
            if down:
                pair.down.clear()

    async def _thaw(self) -> None:
        for pair in list(self._pairs):
            if not (pair.up.is_set() and pair.down.is_set()):
                pair.reset()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:
            writer.transport.abort()
            return
        pair = Pair(writer, server_writer)
        pair.up.set()
        pair.down.set()
        self._pairs.add(pair)
        await asyncio.gather(
            self._pump(pair, pair.up, reader, server_writer), self._pump(pair, pair.down, server_reader, writer)
        )
        self._pairs.discard(pair)

    async def _pump(
        self, pair: Pair, passes: asyncio.Event, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while chunk := await reader.read(self._piece_bytes):
                await passes.wait()
                if self._delay_seconds or self._jitter_seconds:
                    await asyncio.sleep(max(0.0, random.gauss(self._delay_seconds, self._jitter_seconds)))
                if random.random() < self._reset_share:
                    pair.reset()
                writer.write(chunk)
                await writer.drain()
        # Of a frozen connection not even the other side's end is told.
        await passes.wait()
        pair.close()
