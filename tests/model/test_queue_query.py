"""A filter of the queue is written into an address, and read from one."""

from __future__ import annotations

import pytest

from gptreview.errors import InputError
from gptreview.model.case import CaseState
from gptreview.model.queue import Holder, QueueFilter
from gptreview.model.queue_query import read_query, write_query

WHOLE = QueueFilter(
    states=(CaseState.OPEN, CaseState.DECIDED),
    category="self_harm",
    language="zh",
    holder=Holder.FREE,
    overdue=True,
    severity="high",
    builder="Example Ltd & Co",
    name="50% off",
    source="compliance:ws-1",
)
QUERY = (
    "state=open&state=decided&category=self_harm&language=zh&holder=free&overdue=1&severity=high"
    "&builder=Example+Ltd+%26+Co&name=50%25+off&source=compliance%3Aws-1"
)


def test_whole_filter_stands_in_an_address() -> None:
    """And comes back as it was."""
    assert write_query(WHOLE) == QUERY
    assert read_query(QUERY) == WHOLE


def test_what_a_form_leaves_empty_is_not_asked_for() -> None:
    """A filter without wishes is an address without a query."""
    empty = "state=&category=&language=+&holder=anybody&overdue=0&severity=&builder=&name=&source="
    assert read_query(empty) == read_query("") == QueueFilter()
    assert write_query(QueueFilter()) == ""


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "state=lost",
            "state: no such state: 'lost'; expected open, escalated, decided, appealed",
        ),
        (
            "severity=dire",
            "severity: no such severity: 'dire'; expected low, medium, high, critical",
        ),
        ("holder=you", "holder: no such holder: 'you'; expected me, free, anybody"),
        ("overdue=yes", "overdue: no such overdue: 'yes'; expected 1, 0"),
        ("name=a%00b", "name: characters that nobody sees; expected one line of text"),
        ("&".join(["name=x"] * 41), "query: too many parameters; expected 40 at most"),
        (f"name={'x' * 2_000}", "query: 2,005 characters; expected 2,000 at most"),
        (
            "sort=asc",
            "query: no such filter: 'sort'; expected state, category, language, holder, overdue, "
            "severity, builder, name, source",
        ),
        (
            "category=fun",
            "category: no such category: 'fun'; expected fraud, hate, adult, privacy, "
            "impersonation, intellectual_property, child_safety, self_harm, malware, other, pii, "
            "secrets, injection, usage, publishing",
        ),
    ],
    ids=["state", "severity", "holder", "flag", "control", "many", "long", "unknown", "category"],
)
def test_what_cases_do_not_have_is_refused(query: str, message: str) -> None:
    """The message names the part of the query, and what it could have been."""
    with pytest.raises(InputError) as error:
        read_query(query)
    assert str(error.value) == message
