"""Keys for one server."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.net.credentials import Credentials
from gptreview.net.url import HttpsUrl

BASE = HttpsUrl.parse("https://api.example.com/v1")


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://api.example.com/other?x", True),
        ("https://API.example.com.:443/", True),
        ("https://api.example.com:8443/", False),
        ("https://www.api.example.com/", False),
        ("https://example.com/", False),
    ],
)
def test_a_key_fits_its_host_and_port(url: str, *, fits: bool) -> None:
    """Paths do not matter; any other name or port does."""
    assert Credentials.bearer("abc", BASE).fit(HttpsUrl.parse(url)) is fits


def test_a_key_is_not_shown() -> None:
    """The description names the server alone."""
    shown = repr(Credentials.bearer("s3cret", BASE))
    assert shown == "Credentials(host='api.example.com', port=443)"


@pytest.mark.parametrize(
    "token", ["", "s3cret ", "s3cret\r\nX: y", '"s3cret"', "s3crét", "s3\0cret", "=s3cret"]
)
def test_a_key_that_no_header_can_carry_is_refused(token: str) -> None:
    """The message does not show it."""
    with pytest.raises(InputError) as caught:
        Credentials.bearer(token, BASE)
    assert str(caught.value) == (
        "a key with characters that no key has; expected letters, digits and . _ ~ + / - =; "
        "copy the key again, without quotes, spaces or line ends"
    )
