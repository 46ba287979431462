"""What a face knows of the user's wishes, in the terms of the conversion."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from gptreview.convert.define.servers import read_server
from gptreview.convert.specification import ActionOptions
from gptreview.errors import InputError
from gptreview.net.url import HTTPS_PORT, mask_url


def action_options(*, server: str | None, select: Collection[str], split: bool) -> ActionOptions:
    """The options, checked; a server of None was not given.

    Raises:
        InputError: Where the server is not a public https address.
    """
    problem = "" if server is None else _server_problem(server)
    if problem:
        raise InputError(
            problem,
            where=f"--server {mask_url(server or '')}".rstrip(),
            expected="a public https URL on the default port, such as https://api.example.com",
        )
    return ActionOptions(server=server or "", select=tuple(select), split=split)


def _server_problem(server: str) -> str:
    """Why a server given by hand is refused: what a document may get wrong, a person corrects."""
    try:
        parts = urlsplit(server)
        port = parts.port
    except ValueError:
        return "it is not a URL"
    if not server.lower().startswith("https://"):
        return "it is not an absolute https URL"
    if "@" in parts.netloc:
        return "it has a user name in it"
    if "?" in server or "#" in server:
        return "it has a query or a fragment"
    if port not in (None, HTTPS_PORT):
        return f"it names port {port}"
    if server != server.strip():
        return "it has spaces around it"
    return read_server(server).problem
