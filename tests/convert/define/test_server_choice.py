"""Which server the operations are called on, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionDefinition, Operation

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]
Plugin = Callable[..., Origin]

API = "https://api.boats.net/openapi.yaml"
AFTER = "/servers/0/url"


def servers(*urls: str) -> list[Json]:
    """Server objects with nothing but a URL."""
    return [{"url": url} for url in urls]


@pytest.fixture
def choose(define: Define, document: Json, plugin: Plugin) -> Callable[..., tuple[str, Told]]:
    """The one operation's server and what was told, for a servers value and an api.url."""

    def chosen(value: Any, api_url: str = "", override: str = "") -> tuple[str, Told]:
        document["servers"] = value
        if value is None:
            del document["servers"]
        origin = replace(plugin(api_url), server=override)
        action, told = define(document, origin)
        return action.operations[0].server, told

    return chosen


Choose = Callable[..., tuple[str, Told]]


@pytest.mark.parametrize(
    "value",
    [None, [], *[servers(url) for url in ("https://api.boats.net", "https://API.boats.net:443")]],
)
def test_no_servers_means_the_origin_of_api_url(choose: Choose, value: Any) -> None:
    """Where the document names no server, the manifest's api.url does; where it does, that one."""
    server, told = choose(value, API)
    assert server == "https://api.boats.net"
    expected = {
        "None": [("repair", "server.from_manifest", None, AFTER)],
        "[]": [("repair", "server.from_manifest", None, AFTER)],
        str(servers("https://api.boats.net")): [],
        str(servers("https://API.boats.net:443")): [
            ("repair", "server.normalised", AFTER, AFTER)
        ],
    }  # fmt: skip
    assert told == expected[str(value)]


@pytest.mark.parametrize(
    "url",
    ["http://localhost:3333", "https://127.0.0.1", "localhost/v1", "https://PLUGIN_HOSTNAME",
     "Your API URL", "https://{host}/v1", "javascript:void(0)"],
)  # fmt: skip
def test_localhost_server(choose: Choose, url: str) -> None:
    """A server that nobody can reach is replaced by the origin of api.url."""
    assert choose(servers(url), API) == (
        "https://api.boats.net",
        [("repair", "server.from_manifest", AFTER, AFTER)],
    )


def test_several_unusable_servers(choose: Choose) -> None:
    """Of several that nobody can reach the first is replaced and the rest are named."""
    assert choose(servers("http://localhost", "http://10.0.0.1"), API) == (
        "https://api.boats.net",
        [
            ("repair", "server.from_manifest", AFTER, AFTER),
            ("loss", "server.dropped", "/servers/1/url", None),
        ],
    )


@pytest.mark.parametrize(
    ("urls", "chosen", "kept"),
    [
        (("https://a.net", "https://b.net", "https://c.net"), "https://a.net", 0),
        (("https://a.net", "https://api.boats.net/v1"), "https://api.boats.net/v1", 1),
        (("http://localhost", "https://b.net"), "https://b.net", 1),
        (("https://{x}.net", "https://b.net"), "https://b.net", 1),
        (("https://a.net:8443", "https://b.net"), "https://b.net", 1),
    ],
)
def test_several_hosts(choose: Choose, urls: tuple[str, ...], chosen: str, kept: int) -> None:
    """The manifest's own host wins, then the first usable one; every other one is named."""
    others = [index for index in range(len(urls)) if index != kept]
    assert choose(servers(*urls), API) == (
        chosen,
        [("loss", "server.dropped", f"/servers/{index}/url", None) for index in others],
    )


def test_the_same_server_twice_is_one(choose: Choose) -> None:
    """Two spellings of one URL are no loss."""
    assert choose(servers("https://a.net/v1", "https://a.net/v1/"), "") == ("https://a.net/v1", [])


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("/", "https://api.boats.net"),
        ("", "https://api.boats.net"),
        ("/v2", "https://api.boats.net/v2"),
        ("//other.net", "https://other.net"),
    ],
)
def test_relative_server(choose: Choose, url: str, server: str) -> None:
    """A relative server is completed with the URL that the document came from."""
    expected = (server, [("mapping", "server.completed", AFTER, AFTER)])
    assert choose(servers(url), API) == expected


def test_trailing_slash(choose: Choose) -> None:
    """A slash at the end is left out: paths begin with one."""
    assert choose(servers("https://api.boats.net/v1/"), API) == (
        "https://api.boats.net/v1",
        [("mapping", "server.completed", AFTER, AFTER)],
    )


def test_another_port(choose: Choose) -> None:
    """A port that cannot be called is told by a code of its own, wherever it was written."""
    assert choose(servers("https://a.net:8443"), API) == (
        "https://a.net",
        [("repair", "server.moved", AFTER, AFTER)],
    )
    assert choose([], "http://a.net:8080/openapi.yaml") == (
        "https://a.net",
        [("repair", "server.moved", None, AFTER)],
    )


@pytest.mark.parametrize(
    ("url", "variables", "server"),
    [
        ("https://{host}/v1", {"host": {"default": "a.net"}}, "https://a.net/v1"),
        ("https://{h}.net:{p}", {"h": {"default": "a"}, "p": {"default": 443}}, "https://a.net"),
        ("{base}/v1", {"base": {"default": "https://a.net"}}, "https://a.net/v1"),
        ("https://a.net{path}", {"path": {"default": "", "enum": ["/x"]}}, "https://a.net"),
        ("https://a.net/{v}", {"v": {"default": 1.5}}, "https://a.net/1.5"),
    ],
)
def test_templated_server(choose: Choose, url: str, variables: Json, server: str) -> None:
    """Variables are filled with their defaults, and that is told."""
    result, told = choose([{"url": url, "variables": variables}], API)
    assert result == server
    assert told[0] == ("repair", "server.variables", AFTER, AFTER)


@pytest.mark.parametrize(
    "variables",
    [None, [], {}, {"x": "a"}, {"x": {}}, {"x": {"default": None}}, {"x": {"default": ["a"]}},
     {"x": {"default": True}}, {"x": {"enum": ["a", "b"]}}, {"x": {"default": "{x}"}},
     {"x": {"default": "a" * 2049}}, {"x": {"default": "a" * 2035}}, {"y": {"default": "a"}}],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_templated_server_without_defaults(choose: Choose, variables: Any) -> None:
    """A variable that has no usable default leaves the server unusable."""
    assert choose([{"url": "https://{x}.boats.net", "variables": variables}], API) == (
        "https://api.boats.net",
        [("repair", "server.from_manifest", AFTER, AFTER)],
    )


def test_variables_cannot_fill_the_memory(choose: Choose) -> None:
    """A URL of nothing but variables is not filled with texts beyond all measure."""
    variables = {"x": {"default": "a" * 2000}}
    assert choose([{"url": "{x}" * 100_000, "variables": variables}], API) == (
        "https://api.boats.net",
        [("repair", "server.from_manifest", AFTER, AFTER)],
    )


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (["https://a.net"], "/servers/0"),
        ("https://a.net", "/servers"),
    ],
)
def test_servers_as_bare_texts(choose: Choose, value: Any, place: str) -> None:
    """A text where a server object belongs is its URL."""
    assert choose(value, API) == ("https://a.net", [("repair", "server.bare_url", place, AFTER)])


def test_a_server_without_its_array(choose: Choose) -> None:
    """A single server object may stand alone."""
    assert choose({"url": "https://a.net"}, API) == ("https://a.net", [])


@pytest.mark.parametrize("entry", [{}, {"url": 1}, {"url": None}, None, 7, [], True])
def test_unreadable_servers(choose: Choose, entry: Any) -> None:
    """An entry without a URL is named, and the next one counts."""
    assert choose([entry, {"url": "https://a.net"}], API) == (
        "https://a.net",
        [("loss", "server.unreadable", "/servers/0", None)],
    )


@pytest.mark.parametrize(
    "api_url",
    ["api.boats.net/openapi.yaml", "//api.boats.net/openapi.yaml", "https:/api.boats.net/x.yaml"],
)
def test_api_url_without_a_scheme(choose: Choose, api_url: str) -> None:
    """An api.url that lacks its scheme still names its host, for relative servers too."""
    assert choose(None, api_url) == (
        "https://api.boats.net",
        [("repair", "server.from_manifest", None, AFTER)],
    )
    assert choose(servers("/v1"), api_url) == (
        "https://api.boats.net/v1",
        [("mapping", "server.completed", AFTER, AFTER)],
    )


@pytest.mark.parametrize(
    ("value", "api_url", "problem"),
    [
        (None, "", "neither the document nor the manifest names a server"),
        (None, "/openapi.yaml", "the manifest's api.url: /openapi.yaml is not an absolute http "
                                "or https URL"),
        (None, "PLUGIN_HOSTNAME/openapi.yaml", "the manifest's api.url: "
            "PLUGIN_HOSTNAME/openapi.yaml is not an absolute http or https URL"),
        (None, "https://[bad/openapi.yaml", "the manifest's api.url: https://[bad/openapi.yaml is "
                                            "not a URL"),
        (None, "http://localhost:3333/openapi.yaml", "the manifest's api.url: localhost is not a "
                                                     "public host"),
        (servers("http://localhost"), "", "localhost is not a public host"),
        (servers("http://localhost/a", "http://localhost/b", "/c", "/d"), "openapi.yaml",
         "localhost is not a public host; /c is not an absolute http or https URL; the manifest's "
         "api.url: openapi.yaml is not an absolute http or https URL"),
    ],
)  # fmt: skip
def test_relative_api_url_and_no_server(
    define: Define, document: Json, plugin: Plugin, value: Any, api_url: str, problem: str
) -> None:
    """Without a public host anywhere the server stays empty, and one loss says why."""
    document["servers"] = value
    if value is None:
        del document["servers"]
    stage = Stage()
    action, _ = define(document, plugin(api_url), stage)
    assert action.operations[0].server == ""
    (change,) = stage.changes
    assert (change.kind, change.code) == ("loss", "server.none")
    assert change.message == f"no public server: {problem}"
    assert (change.before is None) is (value is None)


def test_a_server_given_by_hand(choose: Choose) -> None:
    """It wins over the server that the document and the manifest name."""
    assert choose(servers("https://a.net"), API, "https://b.net/v1/") == (
        "https://b.net/v1",
        [("repair", "server.override", "/servers", AFTER)],
    )
    assert choose(None, API, "b.net") == (
        "https://b.net",
        [("repair", "server.override", None, AFTER)],
    )
    assert choose(servers("https://a.net"), API, "http://localhost") == (
        "",
        [("loss", "server.none", "/servers", None)],
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "the document names none"),
        (servers("https://jo:pw@a.net/v1?k=1"), "it replaces https://…@a.net/v1?…"),
        (servers("/v1", "", "https://{x}.net", "b.net", "c.net"),
         "it replaces /v1, '', https://{x}.net and 2 more"),
    ],
)  # fmt: skip
def test_what_a_server_given_by_hand_replaces(define: Define, document: Json, value: Any,
                                              said: str) -> None:  # fmt: skip
    """The repair names it, as it is written and without its secrets."""
    document["servers"] = value
    stage = Stage()
    define(document, Origin(server="https://b.net"), stage)
    (repair,) = stage.changes
    assert repair.message == f"server https://b.net was given by hand; {said}"


def test_dropped_servers_are_told_as_they_are_written(define: Define, document: Json) -> None:
    """Without what may be a secret, and with the reason where one could not be used at all."""
    document["servers"] = servers("https://a.net", "HTTP://jo:pw@B.net:80/", "http://lan", "")
    stage = Stage()
    define(document, stage=stage)
    assert [change.message.partition(" was kept and ")[2] for change in stage.changes] == [
        "HTTP://…@B.net:80/ was left out",
        "http://lan (lan is not a public host) was left out",
        "'' ('' is not an absolute http or https URL) was left out",
    ]


@pytest.mark.parametrize(
    ("urls", "path"),
    [
        (["http://localhost:3333/api/v1"], "/api/v1"),
        (["localhost:3333/api/"], "/api"),
        (["//localhost/a?b=/c"], "/a"),
        (["/v2"], "/v2"),
        (["https://{host}/v3"], "/v3"),
        (["http://localhost", "http://lan/v4"], "/v4"),
        (["http://localhost/{version}"], ""),
        (["http://localhost/a b"], ""),
        ([""], ""),
        ([], ""),
    ],
)
def test_the_path_of_a_server_without_a_public_host(
    define: Define, document: Json, urls: list[str], path: str
) -> None:
    """It is kept for the advice: the public host will have it too."""
    document["servers"] = servers(*urls)
    assert define(document)[0].base_path == path


def test_fields_of_a_server_are_told(define: Define, document: Json) -> None:
    """A description says something that the result does not."""
    document["servers"] = [{"url": "https://a.net", "description": "Main", "x-empty": ""}]
    assert define(document)[1] == [("loss", "server.field_dropped", "/servers/0/description", None)]


@pytest.mark.parametrize(
    ("on_path", "on_operation", "server", "expected"),
    [
        (None, "https://b.net", "https://b.net",
         [("mapping", "server.own", "/paths/~1boats/get/servers", None)]),
        ("https://b.net", None, "https://b.net",
         [("mapping", "server.own", "/paths/~1boats/servers", None)]),
        ("https://c.net", "https://b.net", "https://b.net",
         [("mapping", "server.own", "/paths/~1boats/get/servers", None)]),
        (None, "https://api.boats.net/", "https://api.boats.net", []),
        (None, "http://localhost", "https://api.boats.net",
         [("loss", "server.own_unusable", "/paths/~1boats/get/servers", None)]),
        ("http://localhost", None, "https://api.boats.net",
         [("loss", "server.own_unusable", "/paths/~1boats/servers", None)]),
    ],
)  # fmt: skip
def test_servers_of_paths_and_operations(
    define: Define,
    document: Json,
    operation: Json,
    list_boats: Operation,
    on_path: str | None,
    on_operation: str | None,
    server: str,
    expected: Told,
) -> None:
    """The operation's own server wins, then its path's; an unusable one is told."""
    if on_path:
        document["paths"]["/boats"]["servers"] = servers(on_path)
    if on_operation:
        operation["servers"] = servers(on_operation)
    action, changes = define(document)
    assert (action.operations, changes) == ((replace(list_boats, server=server),), expected)


def test_a_server_given_by_hand_replaces_the_documents_own_only(
    define: Define, document: Json, operation: Json
) -> None:
    """A public server of an operation's own stays; one that nobody can reach is replaced too."""
    operation["servers"] = servers("https://b.net")
    document["paths"]["/crews"] = {"get": {"operationId": "c"}, "servers": servers("http://lan")}
    action, told = define(document, Origin(server="https://c.net"))
    assert [each.server for each in action.operations] == ["https://b.net", "https://c.net"]
    assert [change for change in told if change[1].startswith("server.")] == [
        ("repair", "server.override", "/servers", AFTER),
        ("mapping", "server.own", "/paths/~1boats/get/servers", None),
        ("loss", "server.own_unusable", "/paths/~1crews/servers", None),
    ]
