"""What a host's name alone gives away."""

from __future__ import annotations

import pytest

from gptreview.scan.actions.hosts import Host, Trait, read_host


@pytest.mark.parametrize(
    ("url", "name", "trait"),
    [
        ("https://api.shop.example/v1", "api.shop.example", None),
        ("https://API.Shop.Example.", "api.shop.example", None),
        ("https://8.8.8.8/api", "8.8.8.8", Trait.ADDRESS),
        ("https://[2001:4860:4860::8888]/", "2001:4860:4860::8888", Trait.ADDRESS),
        ("https://2130706433/", "2130706433", Trait.ADDRESS),
        ("https://0x7f.1/", "0x7f.1", Trait.ADDRESS),
        ("http://127.0.0.1:3333", "127.0.0.1", Trait.PRIVATE),
        ("http://localhost:3333", "localhost", Trait.PRIVATE),
        ("https://api.corp.internal", "api.corp.internal", Trait.PRIVATE),
        ("https://webhook.site/x", "webhook.site", Trait.CATCHER),
        ("https://a1.oast.fun", "a1.oast.fun", Trait.CATCHER),
        ("https://notwebhook.site.example", "notwebhook.site.example", None),
        ("https://a1.ngrok-free.app", "a1.ngrok-free.app", Trait.TUNNEL),
        ("https://a-b.trycloudflare.com", "a-b.trycloudflare.com", Trait.TUNNEL),
        ("https://xn--pypal-4ve.example", "xn--pypal-4ve.example", Trait.LOOKALIKE),
        ("https://\u0440\u0430\u0443.example", "\u0440\u0430\u0443.example", Trait.LOOKALIKE),
        ("https://münchen.example", "münchen.example", None),
        ("https://xn--mnchen-3ya.example", "xn--mnchen-3ya.example", None),
        ("https://почта.example", "почта.example", None),
        ("https://xn--99999999.example", "xn--99999999.example", None),
        ("https://例子.example", "例子.example", None),
    ],
)
def test_a_host_has_at_most_one_trait(url: str, name: str, trait: Trait | None) -> None:
    """Addresses, private names, catchers, tunnels and look-alikes are told apart."""
    assert read_host(url) == Host(name, url.partition(":")[0], trait)


@pytest.mark.parametrize(
    "url", ["", "/v1", "ftp://files.example", "https://{host}/v1", "https://[::1", "https://"]
)
def test_what_names_no_host_has_none(url: str) -> None:
    """Relative, templated, broken and foreign addresses name no host."""
    assert read_host(url) == Host("", "", None)
