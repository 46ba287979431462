"""What a face knows of the user's wishes, in the terms of the conversion."""

from __future__ import annotations

from collections.abc import Collection

from gptreview.convert.define.servers import read_server
from gptreview.convert.specification import ActionOptions
from gptreview.errors import InputError
from gptreview.net.url import mask_url


def action_options(*, server: str, select: Collection[str], split: bool) -> ActionOptions:
    """The options, checked.

    Raises:
        InputError: Where the server is not a public https address.
    """
    if server and not (judged := read_server(server)).url:
        raise InputError(
            judged.problem,
            where=f"--server {mask_url(server)}",
            expected="a public https URL on the default port, such as https://api.example.com",
        )
    return ActionOptions(server=server, select=tuple(select), split=split)
