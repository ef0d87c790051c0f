"""A browser without a screen: speaks Streamlit's own language over a websocket and times the answers."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from types import TracebackType

import websockets
from sqlalchemy import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from db.commands.sign_in import open_session
from db.cookies import session_cookie
from db.engine import Database
from db.models import Account
from db.rules.roles import LEADER

PATIENCE = 120
LARGEST = 64 * 2**20


def leaders_cookie(database: Database) -> str:
    """The cookie of a leader who has just signed in."""
    with database.write_session() as session:
        account = session.scalars(select(Account).where(Account.role == LEADER)).first()
        assert account is not None
        return f"{session_cookie(False)}={open_session(session, account.id, datetime.now(UTC))}"


class Reader:
    """One open page of one reader; like a browser it keeps large pieces and is not sent them again."""

    def __init__(self, address: str, cookie: str, page: str = "", query: str = "") -> None:
        self.address, self.cookie, self.page, self.query = address, cookie, page, query
        self.received = 0
        self.kept: set[str] = set()

    async def __aenter__(self) -> Reader:
        """Open the page's connection; nothing is run yet."""
        where = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = await websockets.connect(
            where,
            additional_headers={"Cookie": self.cookie},
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=LARGEST,
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        await self.socket.close()

    async def run(self) -> float:
        """Ask for the page and wait until its script has finished; the seconds it took."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.cached_message_hashes.extend(self.kept)
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(), PATIENCE)
        return time.perf_counter() - start

    async def _finished(self) -> None:
        while True:
            data = await self.socket.recv()
            assert isinstance(data, bytes)
            self.received += len(data)
            said = ForwardMsg()
            said.ParseFromString(data)
            if said.metadata.cacheable:
                self.kept.add(said.hash)
            if said.WhichOneof("type") == "script_finished":
                return


async def once(address: str, cookie: str, page: str = "", runs: int = 1) -> list[float]:
    """So many runs of one page, one after the other, in one visit."""
    async with Reader(address, cookie, page) as reader:
        return [await reader.run() for _ in range(runs)]


async def opened(stack: AsyncExitStack, address: str, cookie: str) -> Reader:
    """A reader who has the first page before them, until the stack is closed."""
    reader = await stack.enter_async_context(Reader(address, cookie))
    await reader.run()
    return reader
