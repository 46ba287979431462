"""Texts that are too long for the builder, and where the rest of them goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.descriptions import Overflow, fit_texts, shorten
from gptreview.model.action import Operation

Make = Callable[..., Operation]
Told = Callable[[Stage], list[str]]

SENTENCE, WORD, MIDDLE = "at a sentence end", "at a word's end", "in the middle of a word"


@pytest.mark.parametrize(
    ("text", "head", "rest", "where"),
    [
        pytest.param("Short.", "Short.", "", "", id="short enough"),
        pytest.param("x" * 20, "x" * 20, "", "", id="just short enough"),
        pytest.param(
            "One two three. Four five.", "One two three.", "Four five.", SENTENCE, id="sentence"
        ),
        pytest.param(
            "Is it so? (Yes!) But no.", "Is it so? (Yes!)", "But no.", SENTENCE, id="brackets"
        ),
        pytest.param(
            "One is 3.14159 of all. Yes", "One is 3.14159 of", "all. Yes", WORD, id="number"
        ),
        pytest.param(
            "Boats, e.g. big yachts now", "Boats, e.g. big", "yachts now", WORD, id="e.g."
        ),
        pytest.param(
            "Line one here\nLine two", "Line one here", "Line two", "at a line's end", id="line"
        ),
        pytest.param("A. Then a long sentence", "A. Then a long", "sentence", WORD, id="early end"),
        pytest.param(
            "Word " + "x" * 30, "Word xxxxxxxxxxxxxxx", "x" * 15, MIDDLE, id="endless word"
        ),
        pytest.param("x" * 30, "x" * 20, "x" * 10, MIDDLE, id="a single endless word"),
        pytest.param(
            "查询天气。给出城市的名称，返回今天和明天的天气预报。",
            "查询天气。给出城市的名称，",
            "返回今天和明天的天气预报。",
            WORD,
            id="Chinese comma",
        ),
        pytest.param(
            "查询今天和明天的天气预报。给出城市的名称返回温度。",
            "查询今天和明天的天气预报。",
            "给出城市的名称返回温度。",
            SENTENCE,
            id="Chinese full stop",
        ),
        pytest.param(
            "他问：“今天的天气怎么样呢？”她说：“很好，谢谢你。”",
            "他问：“今天的天气怎么样呢？”",
            "她说：“很好，谢谢你。”",
            SENTENCE,
            id="Chinese quotation",
        ),
        pytest.param("船" * 30, "船" * 20, "船" * 10, MIDDLE, id="Chinese without an end"),
        pytest.param(
            "Ends at the limit. ok", "Ends at the limit.", "ok", SENTENCE, id="end near the limit"
        ),
        pytest.param(
            "Exactly twenty here. x", "Exactly twenty here.", "x", SENTENCE, id="end at the limit"
        ),
    ],
)
def test_texts_are_cut_where_a_sentence_ends(text: str, head: str, rest: str, where: str) -> None:
    """At 20 characters: whole sentences if enough of the room is used, else whole words."""
    assert shorten(text, 20) == (head, rest, where)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    text=st.text(alphabet="ab. \n。，！?e.g天\t’”\u00a0", max_size=120),
    limit=st.integers(min_value=1, max_value=60),
)
def test_nothing_of_a_text_is_lost(text: str, limit: int) -> None:
    """Head and rest put together are the text, white space between them aside."""
    head, rest, _ = shorten(text, limit)
    assert len(head) <= limit
    assert "".join((head + rest).split()) == "".join(text.split())
    assert text.startswith(head)
    assert text.endswith(rest)


def test_long_texts_of_an_operation_move_to_the_instructions(operation: Make, told: Told) -> None:
    """Summary, description, parameters, body and its fields: each rest keeps what it is about."""
    long = "A sentence of words. " * 40
    schema = {
        "type": "object",
        "properties": {"note": {"description": long}, "flag": True, "name": {"type": "string"}},
    }
    given_operation = operation(
        "post",
        summary=long[:301],
        description=long,
        parameters=(
            {"name": "kind", "in": "query", "description": long},
            {"name": "size", "in": "query", "description": long[:700]},
        ),
        request_body={"description": long, "content": {"application/json": {"schema": schema}}},
    )
    stage = Stage()
    fitted, overflow = fit_texts(given_operation, stage)
    body: Any = fitted.request_body
    head300, head700 = (long[: 21 * count].rstrip() for count in (14, 33))
    assert (fitted.summary, fitted.description) == (head300, head300)
    assert [p["description"] for p in fitted.parameters] == [head700, long[:700]]
    assert body["description"] == head700
    assert body["content"]["application/json"]["schema"]["properties"] == {
        "note": {"description": head700},
        "flag": True,
        "name": {"type": "string"},
    }
    rest = long[21 * 33 :].lstrip()
    assert overflow == [
        Overflow("postBoats", "summary", "A sente"),
        Overflow("postBoats", "description", long[21 * 14 :].lstrip()),
        Overflow("postBoats", "parameter kind", rest),
        Overflow("postBoats", "parameter note", rest),
        Overflow("postBoats", "request body", rest),
    ]
    at = "/paths/~1boats/post"
    note = f"{at}/requestBody/content/application~1json/schema/properties/note/description"
    assert told(stage) == [
        f"repair summary.shortened {at}/summary -> {at}/summary",
        f"repair description.shortened {at}/description -> {at}/description",
        f"repair parameter.shortened {at}/parameters/0/description"
        f" -> {at}/parameters/0/description",
        f"repair parameter.shortened {note} -> {note}",
        f"repair parameter.shortened {at}/requestBody/description -> {at}/requestBody/description",
    ]
    assert stage.changes[0].message == (
        "summary: 301 characters, the GPT builder accepts 300; shortened at a sentence end, "
        "the rest moved to instructions.md"
    )


@pytest.mark.parametrize(
    ("text", "where"), [("word " * 80, WORD), ("x" * 400, MIDDLE), ("Why? " * 80, SENTENCE)]
)
def test_the_place_of_the_cut_is_told_as_it_is(text: str, where: str, operation: Make) -> None:
    """A text without sentences was not cut at the end of one."""
    stage = Stage()
    fit_texts(operation(description=text), stage)
    assert [change.message for change in stage.changes] == [
        f"description: 400 characters, the GPT builder accepts 300; shortened {where}, the rest "
        "moved to instructions.md"
    ]


def test_texts_that_fit_stay(operation: Make, told: Told) -> None:
    """An operation with short texts comes back as it was."""
    stage = Stage()
    given_operation = operation(description="Fine.", parameters=({"name": "a", "in": "query"},))
    assert fit_texts(given_operation, stage) == (given_operation, [])
    assert told(stage) == []
