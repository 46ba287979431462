"""URLs are read strictly and shown without their secrets."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.net.url import HttpsUrl, mask_url


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("https://api.example.com", "https://api.example.com/"),
        ("HTTPS://API.example.com:443/a", "https://api.example.com/a"),
        ("https://api.example.com:8443/a", "https://api.example.com:8443/a"),
        ("https://api.example.com:/a", "https://api.example.com/a"),
        ("https://api.example.com/a?b=c#d", "https://api.example.com/a?b=c"),
        ("https://api.example.com?b", "https://api.example.com/?b"),
        ("https://api.example.com/a%2Fb%zz", "https://api.example.com/a%2Fb%zz"),
        ("https://api.example.com/é?ü", "https://api.example.com/%C3%A9?%C3%BC"),
        ('https://api.example.com/<">^`{}', "https://api.example.com/%3C%22%3E%5E%60%7B%7D"),
        ("https://api.example.com/@scope/a", "https://api.example.com/@scope/a"),
        ("https://[2606:4700::1]:8443/", "https://[2606:4700::1]:8443/"),
    ],
)
def test_a_url_has_a_normal_form(text: str, normal: str) -> None:
    """Default port, fragment, case and characters outside ASCII are settled once."""
    assert str(HttpsUrl.parse(text)) == normal


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("http://a.example.com/?k", "http://a.example.com/?…: a URL with the scheme http"),
        ("ftp://a.example.com/", "ftp://a.example.com/: a URL with the scheme ftp"),
        ("data:,x", "data:,x: a URL with the scheme data"),
        ("a.example.com/b", "a.example.com/b: a URL with no scheme"),
        ("", "a URL with no scheme"),
        ("https:", "https:: the host '' is not a host name"),
        ("https:///b", "https:///b: the host '' is not a host name"),
        ("https:a.example.com", "https:a.example.com: the host '' is not a host name"),
        ("https://u:p@a.example.com/", "https://…@a.example.com/: a URL with credentials"),
        ("https://u@a.example.com/", "https://…@a.example.com/: a URL with credentials"),
        ("https://@a.example.com/", "https://…@a.example.com/: a URL with credentials"),
        ("https://u:p/w@a.example.com/", "https://…@a.example.com/: not a valid URL"),
        ("https://u:p%40a.example.com/", "https://…@a.example.com/: not a valid URL"),
        ("https://a.example.com:0x1/", "https://a.example.com:0x1/: not a valid URL"),
        ("https://a.example.com:99999/", "https://a.example.com:99999/: not a valid URL"),
        ("https://[::1/", "https://[::1/: not a valid URL"),
        ("https://a.example.com/\ud800", "https://a.example.com/\ufffd: not a valid URL"),
        (" https://a.example.com/", " https://a.example.com/: a URL with a space"),
        ("https://a.example.com/\r\nX: y", "https://a.example.com/\ufffd\ufffdX: y: a URL with a"),
        ("https://b.example.com\\@a.example.com/", "https://…@a.example.com/: a URL with a space"),
        ("ht\ttps://a.example.com/", "ht\ufffdtps://a.example.com/: a URL with a space"),
        ("https://127.1/", "https://127.1/: the host '127.1' is an IP address in an unusual"),
        ("https://localhost/", "https://localhost/: the host 'localhost' is a name of a local"),
        ("https://a.example.com/" + "a" * 8000, "https://a.example.com/" + "a" * 178 + "…: a URL "),
    ],
)
def test_a_url_that_may_not_be_asked_is_refused(text: str, message: str) -> None:
    """The message says what is wrong and repeats no query, credentials or control characters."""
    with pytest.raises(InputError) as caught:
        HttpsUrl.parse(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("c", "https://a.example.com/x/c"),
        ("/c", "https://a.example.com/c"),
        ("?c", "https://a.example.com/x/y?c"),
        ("../../../c", "https://a.example.com/c"),
        ("//b.example.com/c", "https://b.example.com/c"),
        ("https://b.example.com/c", "https://b.example.com/c"),
    ],
)
def test_a_reference_is_resolved_against_its_url(reference: str, target: str) -> None:
    """References resolve as RFC 3986 says."""
    assert str(HttpsUrl.parse("https://a.example.com/x/y?z").join(reference)) == target


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a.example.com/b", "https://a.example.com/b"),
        ("https://a.example.com/b?key=1#x", "https://a.example.com/b?…"),
        ("https://a.example.com/b#token=1", "https://a.example.com/b?…"),
        ("https://a.example.com/b?", "https://a.example.com/b"),
        ("https://user:pass@a.example.com/b", "https://…@a.example.com/b"),
        ("//user:pass@a.example.com/b", "//…@a.example.com/b"),
        ("user:pass@a.example.com/b", "…@a.example.com/b"),
        ("https://user:p@ss/w@a.example.com/b", "https://…@a.example.com/b"),
        ("https://user:p?ss@a.example.com/b", "https://…@?…"),
        ("https://user:pass\uff20a.example.com/b", "https://…@a.example.com/b"),
        ("https://user:pass%40a.example.com/b", "https://…@a.example.com/b"),
        ("https://a.example.com/\x1b[31m", "https://a.example.com/\ufffd[31m"),
        ("", ""),
    ],
)
def test_a_shown_url_holds_no_secret(text: str, shown: str) -> None:
    """Queries, fragments and credentials are cut from any text, well-formed or not."""
    assert mask_url(text) == shown


def test_a_checked_url_shows_an_at_sign_in_its_path() -> None:
    """Once a URL is known to hold no credentials there is nothing to hide before an @."""
    url = HttpsUrl.parse("https://cdn.example.com/@scope/pkg.json?v=1")
    assert url.shown == "https://cdn.example.com/@scope/pkg.json?…"


@settings(deadline=None, max_examples=50)  # the first name in another script loads IDNA's tables
@given(st.text(), st.text())
def test_any_text_is_a_url_or_bad_input(host: str, rest: str) -> None:
    """No text ends in another error, and reading a normal form again changes nothing."""
    with contextlib.suppress(InputError):
        url = HttpsUrl.parse(f"https://{host}/{rest}")
        assert HttpsUrl.parse(str(url)) == url
        assert str(url).isascii()
    with contextlib.suppress(InputError):
        HttpsUrl.parse("https://a.example.com/").join(rest)


@settings(deadline=None, max_examples=50)
@given(st.text(), st.sampled_from(["/", "?", "#", ":", "@", "\\", "%40", "\uff20", "[", "\n", ""]))
def test_no_credentials_reach_a_message(noise: str, mark: str) -> None:
    """Whatever stands around a password, the message that refuses it does not repeat it."""
    with pytest.raises(InputError) as caught:
        HttpsUrl.parse(f"https://user:{noise}s3cret{mark}s3cret@a.example.com/")
    assert "s3cret" not in str(caught.value)
