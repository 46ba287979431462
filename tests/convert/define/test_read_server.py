"""Single server URLs, judged."""

from __future__ import annotations

import pytest

from gptreview.convert.define.servers import Server, read_server

HTTP = "http became https; check that the server answers there"
NORMALISED = "letter case, port, dots or odd characters were normalised"
USER = "user name and password were removed from it"
QUERY = "query and fragment were removed from it"
BASE = "https://api.boats.net/docs/openapi.yaml"


def port(number: int) -> str:
    """What is said of another port than 443."""
    return f"port {number} was given up, GPT actions are called with https on port 443 only"


@pytest.mark.parametrize(
    ("url", "clean", "repaired"),
    [
        ("https://api.boats.net", "https://api.boats.net", ""),
        ("https://api.boats.net/", "https://api.boats.net", ""),
        ("https://api.boats.net/v1//", "https://api.boats.net/v1", ""),
        ("  https://api.boats.net/v1\n", "https://api.boats.net/v1", ""),
        ("https://api.boats.net:443/v1", "https://api.boats.net/v1", NORMALISED),
        ("http://api.boats.net:80/v1", "https://api.boats.net/v1", HTTP),
        ("http://api.boats.net:443", "https://api.boats.net", HTTP),
        ("HTTPS://API.Boats.NET/V1", "https://api.boats.net/V1", NORMALISED),
        ("https://api.boats.net./v1", "https://api.boats.net/v1", NORMALISED),
        ("https://my_api.boats.net", "https://my_api.boats.net", ""),
        ("https://bücher.boats.net/é", "https://xn--bcher-kva.boats.net/%C3%A9", NORMALISED),
        ("https://api.boats.net/a b".replace(" ", "%20"), "https://api.boats.net/a%20b", ""),
        ("https://api.boats.net/a;b=1,2", "https://api.boats.net/a;b=1,2", ""),
        ('https://api.boats.net/a"b}', "https://api.boats.net/a%22b%7D", NORMALISED),
        ("https://jo:word@api.boats.net", "https://api.boats.net", USER),
        ("https://jo@api.boats.net", "https://api.boats.net", USER),
        ("https://@api.boats.net", "https://api.boats.net", USER),
        ("https://api.boats.net/v1?key=1", "https://api.boats.net/v1", QUERY),
        ("https://api.boats.net/v1#top", "https://api.boats.net/v1", QUERY),
        ("http://jo:w@api.boats.net/?a=b", "https://api.boats.net", f"{HTTP}; {USER}; {QUERY}"),
        ("https:/api.boats.net/v1", "https://api.boats.net/v1", ""),
        ("https:api.boats.net/v1", "https://api.boats.net/v1", ""),
        ("https:\\\\api.boats.net/v1", "https://api.boats.net/v1", ""),
        ("https:://api.boats.net/v1", "https://api.boats.net/v1", ""),
        ("http:///api.boats.net", "https://api.boats.net", HTTP),
        ("//api.boats.net/v1", "https://api.boats.net/v1", ""),
        ("api.boats.net/v1", "https://api.boats.net/v1", ""),
        ("api.boats.net", "https://api.boats.net", ""),
        ("Boats.CO.UK:443/v1", "https://boats.co.uk/v1", NORMALISED),
        ("https://8.8.8.8/v1", "https://8.8.8.8/v1", ""),
        ("https://[2606:4700::1111]/v1", "https://[2606:4700::1111]/v1", ""),
        ("https://[2606:4700:0:0::1111]", "https://[2606:4700::1111]", NORMALISED),
    ],
)
def test_public_servers_are_written_in_one_way(url: str, clean: str, repaired: str) -> None:
    """A usable URL becomes https, lower case, without port, user, query or trailing slash."""
    assert read_server(url) == Server(clean, repaired=repaired)


@pytest.mark.parametrize(
    ("url", "clean", "repaired"),
    [
        ("https://api.boats.net:8443/v1", "https://api.boats.net/v1", port(8443)),
        ("https://api.boats.net:80", "https://api.boats.net", port(80)),
        ("http://api.boats.net:8080", "https://api.boats.net", f"{HTTP}; {port(8080)}"),
        ("https://api.boats.net:0", "https://api.boats.net", port(0)),
        ("api.boats.net:3000/v1", "https://api.boats.net/v1", port(3000)),
        ("https://[2606:4700::1111]:8443", "https://[2606:4700::1111]", port(8443)),
    ],
)
def test_other_ports_are_given_up(url: str, clean: str, repaired: str) -> None:
    """Only port 443 is called: the URL loses its port, and somebody has to see to it."""
    assert read_server(url) == Server(clean, repaired=repaired, moved=True)


@pytest.mark.parametrize(
    ("url", "base", "clean"),
    [
        ("/", BASE, "https://api.boats.net"),
        ("", BASE, "https://api.boats.net"),
        ("  ", BASE, "https://api.boats.net"),
        ("/v1", BASE, "https://api.boats.net/v1"),
        ("v1/", BASE, "https://api.boats.net/docs/v1"),
        ("./", BASE, "https://api.boats.net/docs"),
        ("../v2", BASE, "https://api.boats.net/v2"),
        ("v1.beta/boats", BASE, "https://api.boats.net/docs/v1.beta/boats"),
        ("openapi.json", BASE, "https://api.boats.net/docs/openapi.json"),
        ("read.md", BASE, "https://api.boats.net/docs/read.md"),
        ("//other.net/v1", BASE, "https://other.net/v1"),
        ("other.net/v1", BASE, "https://other.net/v1"),
        ("/v1", "api.boats.net/openapi.yaml", "https://api.boats.net/v1"),
        ("/v1", "//api.boats.net/openapi.yaml", "https://api.boats.net/v1"),
        ("/v1", "https:/api.boats.net/openapi.yaml", "https://api.boats.net/v1"),
        ("https://other.net", "https://[bad", "https://other.net"),
    ],
)
def test_relative_servers_are_completed(url: str, base: str, clean: str) -> None:
    """What is relative stands on the document's own URL; a bare host name is none of that."""
    assert read_server(url, base) == Server(clean)


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("localhost", "localhost is not a public host"),
        ("LOCALHOST.", "localhost is not a public host"),
        ("api.localhost", "api.localhost is not a public host"),
        ("printer.local", "printer.local is not a public host"),
        ("api.internal", "api.internal is not a public host"),
        ("boats.test", "boats.test is not a public host"),
        ("boats.invalid", "boats.invalid is not a public host"),
        ("boats.example", "boats.example is not a public host"),
        ("boats.onion", "boats.onion is not a public host"),
        ("nas.home.arpa", "nas.home.arpa is not a public host"),
        ("nas.lan", "nas.lan is not a public host"),
        ("git.corp", "git.corp is not a public host"),
        ("PLUGIN_HOSTNAME", "the host 'plugin_hostname' is a name of a local network"),
        ("backend", "the host 'backend' is a name of a local network"),
        ("127.0.0.1", "127.0.0.1 is a loopback address"),
        ("127.1", "the host '127.1' is an IP address in an unusual notation"),
        ("127.0.0.01", "the host '127.0.0.01' is an IP address in an unusual notation"),
        ("0177.0.0.1", "the host '0177.0.0.1' is an IP address in an unusual notation"),
        ("0x7f.0.0.0x1", "the host '0x7f.0.0.0x1' is an IP address in an unusual notation"),
        ("2130706433", "the host '2130706433' is an IP address in an unusual notation"),
        ("256.256.256.256", "the host '256.256.256.256' is an IP address in an unusual notation"),
        ("0.0.0.0", "0.0.0.0 is an unspecified address"),  # noqa: S104 - no binding
        ("10.1.2.3", "10.1.2.3 is a private address"),
        ("172.16.0.1", "172.16.0.1 is a private address"),
        ("192.168.0.1", "192.168.0.1 is a private address"),
        ("169.254.1.1", "169.254.1.1 is a link-local address"),
        ("169.254.169.254", "169.254.169.254 is a cloud metadata address"),
        ("100.64.0.1", "100.64.0.1 is a carrier's shared address"),
        ("203.0.113.7", "203.0.113.7 is a documentation address"),
        ("224.0.0.1", "224.0.0.1 is a multicast address"),
        ("255.255.255.255", "255.255.255.255 is a reserved address"),
        ("[::1]", "::1 is a loopback address"),
        ("[::]", ":: is an unspecified address"),
        ("[fe80::1]", "fe80::1 is a link-local address"),
        ("[fc00::1]", "fc00::1 is a private address"),
        ("[ff02::1]", "ff02::1 is a multicast address"),
        ("[::ffff:10.0.0.1]", "::ffff:a00:1 is a private address"),
        ("[64:ff9b::7f00:1]", "64:ff9b::7f00:1 is a loopback address"),
        ("[2002:7f00:1::]", "2002:7f00:1:: is a 6to4 tunnel address"),
        ("\uff11\uff12\uff17.0.0.1", "127.0.0.1 is a loopback address"),
        ("ex%61mple.com", "the host 'ex%61mple.com' holds a percent sign"),
        ("[fe80::1%25eth0]", "the host 'fe80::1%25eth0' holds a percent sign"),
        ("a..b.net", "the host 'a..b.net' is not a host name"),
        ("-a.net", "the host '-a.net' is not a host name"),
        ("a" * 64 + ".net", f"the host '{'a' * 64}.net' is not a host name"),
        ("?x", "no host is named"),
        (":8080", "no host is named"),
        ("<host>", "the host '<host>' is not a host name"),
    ],
)  # fmt: skip
def test_hosts_that_cannot_be_reached(host: str, problem: str) -> None:
    """Private, reserved and malformed hosts are refused under every notation, with the reason."""
    assert read_server(f"https://{host}/v1") == Server("", problem)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "'' is not an absolute http or https URL"),
        ("/v1", "/v1 is not an absolute http or https URL"),
        ("v1", "v1 is not an absolute http or https URL"),
        ("openapi.json", "openapi.json is not an absolute http or https URL"),
        ("PLUGIN_HOSTNAME/v1", "PLUGIN_HOSTNAME/v1 is not an absolute http or https URL"),
        ("javascript:alert(1)", "javascript:alert(1) is not an absolute http or https URL"),
        ("file:///etc/hosts", "file:///etc/hosts is not an absolute http or https URL"),
        ("ftp://boats.net", "ftp://boats.net is not an absolute http or https URL"),
        ("wss://boats.net", "wss://boats.net is not an absolute http or https URL"),
        ("mailto:jo@boats.net", "…@boats.net is not an absolute http or https URL"),
        ("localhost:3000/v1", "localhost is not a public host"),
        ("127.0.0.1:3000", "127.0.0.1 is a loopback address"),
        ("https://{id}.boats.net", "https://{id}.boats.net has a variable without a default"),
        ("https://[bad", "https://[bad is not a URL"),
        ("https://boats.net:port/v1", "https://boats.net:port/v1 is not a URL"),
        ("https://boats.net:99999", "https://boats.net:99999 is not a URL"),
        ("https://jo:w/ord@boats.net", "https://…@boats.net is not a URL"),
        ("https://jo:w?ord@boats.net", "https://…@?… is not a URL"),
        ("https://boats.net/a b", "https://boats.net/a b has a space, backslash or control "
                                  "character in it"),
        ("Your API URL", "Your API URL has a space, backslash or control character in it"),
        ("https://boats.net\\@evil.net", "https://…@evil.net has a space, backslash or control "
                                         "character in it"),
        ("https://boa\tts.net", "https://boa�ts.net has a space, backslash or control character "
                                "in it"),
        ("https://boats.net/" + "a" * 2031, "a URL of 2049 characters"),
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_what_is_no_server(url: str, problem: str) -> None:
    """Whatever cannot be called from outside says why, without showing a password."""
    assert read_server(url) == Server("", problem)


def test_bases_that_help_nothing() -> None:
    """A base that is no URL, or no web address, leaves a relative server without a host."""
    assert [
        read_server("/v1", base).problem
        for base in ("openapi.yaml", "https://[bad", "javascript:alert(1)", "http://localhost/")
    ] == [
        "/v1 is not an absolute http or https URL",
        "/v1 is not a URL",
        "/v1 is not an absolute http or https URL",
        "localhost is not a public host",
    ]


def test_the_longest_url_is_read() -> None:
    """The limit is the last length that is accepted."""
    url = "https://boats.net/" + "a" * 2030
    assert read_server(url) == Server(url)
