"""A migration as Markdown, JSON and on a terminal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gptreview import __version__
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.change import Change, ChangeKind, Place
from gptreview.model.migration import ActionFile, Gap, Migration, OperationOutcome
from gptreview.model.plugin import PluginAuth, PluginAuthType, PluginManifest
from gptreview.render.auth_dialog import auth_steps
from gptreview.render.markdown import code, inline, sentence
from gptreview.render.migration_json import migration_json
from gptreview.render.migration_markdown import migration_markdown
from gptreview.render.migration_text import (
    MigrationLine,
    migration_failures,
    migration_summary,
    migration_table,
)

_FILE = "actions/boats.example.org.openapi.yaml"
_KEPT = OperationOutcome("GET", "/boats", "/paths/~1boats/get", "listBoats", _FILE)
_LOST = OperationOutcome("PUT", "/b", "/paths/~1b/put", "put", code="body.not_json", reason="no")


def _manifest(**fields: Any) -> PluginManifest:
    given: dict[str, Any] = {
        "name_for_human": "Boats",
        "name_for_model": "boats",
        "description_for_human": "Find boats.",
        "description_for_model": "Helps with boats.",
        "auth": PluginAuth(),
        "api_url": "https://boats.example.org/openapi.yaml",
        **fields,
    }
    return PluginManifest(**given)


def _migration(**fields: Any) -> Migration:
    given: dict[str, Any] = {
        "name": "boats",
        "source": "ai-plugin.json",
        "manifest": _manifest(),
        "auth": ActionAuth(),
        "actions": (ActionFile(_FILE, "https://boats.example.org", 1),),
        "operations": (_KEPT,),
        "changes": (),
        "gaps": (),
        "spec_source": "openapi.json",
        "spec_version": "3.0.1",
        **fields,
    }
    return Migration(**given)


def _loss(message: str, pointer: str | None, operation: str = "", code_: str = "a.b") -> Change:
    place = None if pointer is None else Place("openapi.json", pointer)
    return Change(ChangeKind.LOSS, code_, message, place, None, operation)


def test_a_complete_migration_is_a_checklist() -> None:
    """Nothing was lost and nothing is missing, so only the steps are left."""
    assert migration_markdown(_migration()) == (
        "# Migrating Boats\n\n"
        "1 of 1 operations of `openapi.json` (version 3.0.1) work in the GPT builder, in 1 action "
        "file.\n\n"
        "## In the GPT editor\n\n"
        "1. **Name** and **Description**: take them from `gpt.yaml`.\n"
        "2. **Instructions**: paste `instructions.md`.\n"
        f"3. **Create new action**, **Schema**: paste `{_FILE}` (1 operation on "
        "`https://boats.example.org`).\n"
        "4. **Authentication**: None.\n"
        "5. **Privacy policy**: enter its URL; a public GPT with an action is not published "
        "without one.\n"
        "6. **Create**, then open a chat and call every action once. ChatGPT asks for confirmation "
        "wherever `x-openai-isConsequential` is true.\n\n"
        "Every single change, with its place before and after, is in `migration.json`.\n"
    )


def test_what_was_lost_is_told_once_for_all_its_places() -> None:
    """Operations go by name, the same words are said once, and long lists are counted."""
    changes = (
        *(_loss("X-A was left out", f"/paths/~1{n}/get/p", f"GET /{n}") for n in range(6)),
        _loss("X-A was left out", "/paths/~10/get/q", "GET /0"),
        _loss("PUT /b was left out: its body is odd.", "/paths/~1b/put", "PUT /b", "c.d"),
        _loss("anything is accepted", "/components/schemas/A", code_="e.f"),
        _loss("anything is accepted", "", code_="e.f"),
        *(_loss(f"number {n} is odd", None, code_="g.h") for n in range(10)),
        _loss("told as a step", "/servers", code_="server.none"),
    )
    text = migration_markdown(_migration(changes=changes, operations=(_KEPT, _LOST)))
    assert text.partition("## What was lost, and why\n\n")[2] == (
        "- `GET /0`, `GET /1`, `GET /2`, `GET /3` and 2 more: X-A was left out.\n"
        "- `PUT /b`: left out: its body is odd.\n"
        "- `openapi.json` `/components/schemas/A`, `/`: anything is accepted.\n"
        + "".join(f"- number {n} is odd.\n" for n in range(8))
        + "- … and 2 more of this kind (`g.h`).\n\n"
        "Every single change, with its place before and after, is in `migration.json`.\n"
    )
    assert "1 of 2 operations of `openapi.json`" in text


def test_gaps_come_before_the_steps() -> None:
    """What is missing is told with what to do; without a document there is no action to paste."""
    gap = Gap("spec.missing", "no document lies there.", "fetch it from `x`")
    text = migration_markdown(
        _migration(gaps=(gap,), actions=(), operations=(), spec_source="", spec_version="")
    )
    assert text == (
        "# Migrating Boats\n\n"
        "The manifest came without its OpenAPI document: the listing is here, actions are not.\n\n"
        "## Missing before it works\n\n"
        "- no document lies there. To do: fetch it from \\`x\\`.\n\n"
        "## In the GPT editor\n\n"
        "1. **Name** and **Description**: take them from `gpt.yaml`.\n"
        "2. **Instructions**: paste `instructions.md`.\n\n"
        "Every single change, with its place before and after, is in `migration.json`.\n"
    )


def test_texts_to_read_again_links_and_several_files_are_told() -> None:
    """Each comes where a person needs it."""
    manifest = _manifest(
        logo_url="https://boats.example.org/l`.png", legal_info_url="https://boats.example.org/x"
    )
    words = Change(ChangeKind.MAPPING, "instructions.steering", "the words steer")
    repair = Change(ChangeKind.REPAIR, "a.b", "c", None, Place(_FILE, "/info"))
    actions = tuple(
        ActionFile(f"actions/{n}.openapi.yaml", "https://boats.example.org", 30) for n in (1, 2)
    )
    text = migration_markdown(
        _migration(manifest=manifest, changes=(words, repair), actions=actions)
    )
    assert "in 2 action files." in text
    assert "(30 operations on `https://boats.example.org`)" in text
    assert "The manifest's legal_info_url is `https://boats.example.org/x`: use it only if" in text
    assert "upload it by hand; the plugin's was ``https://boats.example.org/l`.png``." in text
    assert "refuse a second action on a domain" in text
    assert "Read these texts again before you publish:\n\n- the words steer.\n" in text
    assert f"## What was put right\n\n- `{_FILE}` `/info`: c.\n" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, e.g. (3.0) a_b-c #1", "plain words, e.g. (3.0) a_b-c #1"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("[a](http://x) ![b](y)", "\\[a\\](http://x) \\!\\[b\\](y)"),
        (
            "**b** _i_ __s__ ~~d~~ `c` $m$",
            "\\*\\*b\\*\\* \\_i\\_ \\__s_\\_ \\~\\~d\\~\\~ \\`c\\` \\$m\\$",
        ),
        ("\\<b> &lt;", "\\\\\\<b> \\&lt;"),
        ("line\n# head\r\n- item", "line # head - item"),
        ("# head", "\\# head"),
        ("1. one", "1\\. one"),
        ("> quote", "\\> quote"),
        ("- item", "\\- item"),
        ("a\u202eb\x1b[0m\u2028c", "a\\\\u202eb\\\\x1b\\[0m c"),
    ],
)
def test_texts_of_strangers_stay_texts(text: str, shown: str) -> None:
    """Neither Markdown nor HTML nor a line break in them does anything."""
    assert inline(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("``", "``` `` ```"),
        ("`a", "`` `a ``"),
        ("a\n\n# b", "`a # b`"),
        ("", "`  `"),
    ],
)
def test_code_spans_end_where_they_should(text: str, shown: str) -> None:
    """No backtick or line break inside ends one early."""
    assert code(text) == shown


def test_a_sentence_has_one_full_stop() -> None:
    """Whether the message brought one or not."""
    assert (sentence("a"), sentence("a."), sentence("a...")) == ("a.", "a.", "a.")


@pytest.mark.parametrize(
    ("auth", "plugin", "steps"),
    [
        (ActionAuth(), PluginAuth(), ["**Authentication**: None."]),
        (
            ActionAuth(AuthType.API_KEY, scheme="bearer"),
            PluginAuth(PluginAuthType.SERVICE_HTTP),
            [
                "**Authentication**: API Key, **Auth Type**: Bearer. **API Key**: enter the "
                "service's secret anew; it is in no file here."
            ],
        ),
        (
            ActionAuth(AuthType.API_KEY, scheme="custom", header="X-`Key"),
            PluginAuth(PluginAuthType.USER_HTTP),
            [
                "**Authentication**: API Key, **Auth Type**: Custom, **Custom Header Name**: "
                "``X-`Key``. **API Key**: enter the service's secret anew; it is in no file here.",
                "Each plugin user had a key of their own. A GPT action has one key for everybody: "
                "either that is what you want, or choose **OAuth** instead.",
            ],
        ),
        (
            ActionAuth(AuthType.OAUTH, token_url="https://t", token_exchange_method="basic"),  # noqa: S106
            PluginAuth(PluginAuthType.OAUTH),
            [
                "**Authentication**: OAuth.",
                "**Client ID** and **Client Secret**: register a new client with the OAuth "
                "provider and enter what it gives you; the plugin's are not in its manifest.",
                "**Authorization URL**: ask the OAuth provider for it, the plugin names none "
                "(the manifest calls it client_url).",
                "**Token URL**: `https://t` (the manifest calls it authorization_url).",
                "**Scope**: leave empty.",
                "**Token Exchange Method**: Basic authorization header.",
                "**Callback URL**: save the GPT, copy the callback that the editor shows "
                "(`https://chatgpt.com/aip/g-<id>/oauth/callback`) and allow it at the OAuth "
                "provider; it must hand `state` back unchanged, and PKCE is not used.",
            ],
        ),
    ],
)
def test_authentication_is_told_in_the_editors_words(
    auth: ActionAuth, plugin: PluginAuth, steps: list[str]
) -> None:
    """One step a field, and every secret is entered anew."""
    assert auth_steps(auth, plugin) == steps


def test_scope_and_the_usual_exchange_are_told() -> None:
    """The scope as it goes into the field, the method by its name in the list."""
    steps = auth_steps(ActionAuth(AuthType.OAUTH, scope="a b"), PluginAuth(PluginAuthType.OAUTH))
    assert "**Scope**: `a b`." in steps
    assert "**Token Exchange Method**: Default (POST request)." in steps


def test_the_record_holds_everything() -> None:
    """migration.json has every change with both places, and nothing that is empty."""
    changes = (
        Change(ChangeKind.MAPPING, "a.b", "said", Place("ai-plugin.json", "/x"), None),
        Change(ChangeKind.LOSS, "c.d", "lost", None, Place(_FILE, "/y"), "GET /boats"),
        Change(ChangeKind.LOSS, "c.d", "lost"),
    )
    gap = Gap("e.f", "missing", "do it")
    migration = _migration(
        changes=changes,
        gaps=(gap,),
        operations=(_KEPT, _LOST),
        auth=ActionAuth(AuthType.API_KEY, scheme="bearer"),
    )
    text = migration_json(migration, {"gpt.yaml": "0f"})
    assert text.endswith("}\n")
    assert json.loads(text) == {
        "schema": "gptreview/migration/v1",
        "generator": f"gptreview {__version__}",
        "bundle": "boats",
        "source": {
            "plugin": "boats https://boats.example.org/openapi.yaml",
            "manifest": "ai-plugin.json",
            "spec": "openapi.json",
            "spec_version": "3.0.1",
        },
        "auth": {"type": "api_key", "scheme": "bearer"},
        "actions": [{"file": _FILE, "server": "https://boats.example.org", "operations": 1}],
        "operations": [
            {
                "method": "GET",
                "path": "/boats",
                "pointer": "/paths/~1boats/get",
                "operation_id": "listBoats",
                "file": _FILE,
            },
            {
                "method": "PUT",
                "path": "/b",
                "pointer": "/paths/~1b/put",
                "operation_id": "put",
                "code": "body.not_json",
                "reason": "no",
            },
        ],
        "gaps": [{"code": "e.f", "message": "missing", "next_step": "do it"}],
        "summary": {"loss": 2, "mapping": 1},
        "changes": [
            {
                "kind": "mapping",
                "code": "a.b",
                "message": "said",
                "before": {"file": "ai-plugin.json", "pointer": "/x"},
                "after": None,
            },
            {
                "kind": "loss",
                "code": "c.d",
                "message": "lost",
                "before": None,
                "after": {"file": _FILE, "pointer": "/y"},
                "operation": "GET /boats",
            },
            {"kind": "loss", "code": "c.d", "message": "lost", "before": None, "after": None},
        ],
        "files": {"gpt.yaml": "0f"},
    }


def test_a_record_without_a_document_says_so() -> None:
    """Its name and version are null."""
    text = migration_json(_migration(spec_source="", spec_version=""), {})
    assert json.loads(text)["source"] == {
        "plugin": "boats https://boats.example.org/openapi.yaml",
        "manifest": "ai-plugin.json",
        "spec": None,
        "spec_version": None,
    }


def _printed(lines: list[MigrationLine]) -> list[list[str]]:
    """The table's rows as a terminal of 200 columns would show them."""
    from rich.console import Console

    console = Console(width=200, color_system=None)
    with console.capture() as capture:
        console.print(migration_table(lines))
    return [line.split() for line in capture.get().splitlines()]


def test_a_few_plugins_have_a_row_each() -> None:
    """Figures, state and what is needed; names are shown, not acted on."""
    gap = Gap("spec.missing", "m", "n")
    repair = Change(ChangeKind.REPAIR, "a.b", "c")
    lines = [
        MigrationLine("a", _migration(operations=(_KEPT, _LOST), changes=(repair,))),
        MigrationLine("b", _migration(name="[red]b", gaps=(gap,), operations=(), actions=())),
        MigrationLine("[bold]c", None, error="c: broken\x1b[2J"),
    ]
    rows = _printed(lines)
    assert rows[0] == ["plugin", "operations", "actions", "repairs", "losses", "state"]
    assert rows[1] == ["boats", "1", "of", "2", "1", "1", "0", "ready"]
    assert rows[2][:4] == ["[red]b", "0", "0", "0"]
    assert rows[2][4] == "incomplete:"
    assert rows[3] == ["[bold]c", "failed"]
    assert migration_summary(lines) == (
        "3 plugins: 1 ready, 1 incomplete, 1 failed; 1 of 2 operations usable in the GPT builder"
    )
    assert migration_failures(lines) == ["c: broken\\x1b[2J"]


def test_many_plugins_are_counted_by_state() -> None:
    """A row a reason, the most frequent first."""
    gap = Gap("x.y", "m", "n")
    lines = [
        *(MigrationLine(str(n), _migration()) for n in range(50)),
        *(MigrationLine(str(n), _migration(gaps=(gap,), operations=())) for n in range(3)),
    ]
    rows = _printed(lines)
    assert rows[0] == ["plugins", "operations", "state"]
    assert rows[1] == ["50", "50", "of", "50", "ready"]
    assert rows[2][0] == "3"
    assert "x.y" in rows[2][-1]
