"""The socket that ``gptreview serve`` answers at."""

from __future__ import annotations

import asyncio
import socket

import pytest

from gptreview.web.server import Listening, address_of, listen


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_answers_leave_at_once(host: str) -> None:
    """Else each body waits 40 ms for the reader to acknowledge the head."""
    if not _has(host):
        pytest.skip("this machine has no such address")

    async def nodelay_of_a_connection() -> int:
        asked: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            asked.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        server = await asyncio.start_server(answer, sock=bound)
        async with server:
            _, writer = await asyncio.open_connection(*bound.getsockname()[:2])
            try:
                return await asyncio.wait_for(asked, 10)
            finally:
                writer.close()
                await writer.wait_closed()

    with listen(Listening(host, 0)) as bound:
        assert address_of(bound).startswith("http://")
        assert asyncio.run(nodelay_of_a_connection())


def _has(host: str) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as tried:
            tried.bind((host, 0))
    except OSError:
        return False
    return True
