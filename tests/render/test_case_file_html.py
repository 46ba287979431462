"""A case file is one page that runs nothing, and shows strangers' texts as texts."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from typing import Final

from lxml import html

from gptreview.model.case import Case, CaseState
from gptreview.model.case_file import (
    CaseFile,
    FileDecision,
    FileFinding,
    FileNotice,
    FileStep,
    FileText,
)
from gptreview.model.database import ChainHead
from gptreview.model.decision import Action, Appeal, Decision, Ground, Party, Scope
from gptreview.model.report import Report, ReportCategory
from gptreview.render.case_file_html import case_file_html

NOW: Final = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
EVIL: Final = '<script>alert("x")</script>'
BARE: Final = CaseFile(
    case=Case(7, 3, 2, "sha256:c", CaseState.OPEN, 1, NOW, None),
    listing="Bright Returns",
    external_id="g-1",
    texts=(),
    outcome="",
    findings=(),
    reports=(),
    decisions=(),
    appeals=(),
    notices=(),
    steps=(),
    head=ChainHead(9, "ab" * 32),
    made_at=NOW,
)
FULL: Final = CaseFile(
    case=Case(7, 3, 2, "sha256:c", CaseState.DECIDED, 4, NOW, None),
    listing=EVIL,
    external_id=EVIL,
    texts=(FileText(f"action:{EVIL}", f"{EVIL}\nsecond\u202eline"),),
    outcome="fail",
    findings=(
        FileFinding("r", "high", EVIL, 3, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, "c", "sha256:e"),
    ),
    reports=(Report(1, 7, 3, 2, ReportCategory.FRAUD, EVIL, EVIL, "en", NOW, is_bad_faith=True),),
    decisions=(
        FileDecision(
            Decision(
                id=4,
                case=7,
                account=1,
                action=Action.REQUIRE_CHANGE,
                clauses=("usage-policies/fraud",),
                facts=EVIL,
                reason_builder=EVIL,
                reason_reporter=EVIL,
                scope=Scope.LISTING,
                ground=Ground.ILLEGAL,
                legal_ground=EVIL,
                made_at=NOW,
                ends_at=NOW,
                change_by=NOW.date(),
                evidence=(),
                appeal=5,
                replaced_at=NOW,
            ),
            EVIL,
        ),
    ),
    appeals=(
        Appeal(5, 7, 4, Party.BUILDER, EVIL, NOW, decided_at=NOW, is_upheld=False, answer=EVIL),
        Appeal(6, 7, 4, Party.REPORTER, EVIL, NOW),
    ),
    notices=(FileNotice("outcome", "report:1", NOW, NOW, EVIL, EVIL),),
    steps=(FileStep(9, NOW, EVIL, "decision.made", "decision:4", EVIL, "ab" * 32),),
    head=ChainHead(9, "ab" * 32),
    made_at=NOW,
)


def test_everything_is_text() -> None:
    """Script in any field is shown and not run; there is no script, form, frame or address."""
    page = case_file_html(FULL)
    tree = html.document_fromstring(page)
    assert tree.xpath("//script | //form | //iframe | //img | //link | //@href | //@src") == []
    assert [each for each in tree.xpath("//@*") if each.startswith("on")] == []
    assert tree.text_content().count(EVIL) == 26
    assert "second\\u202eline" in page


def test_style_is_the_one_that_the_policy_allows() -> None:
    """The page's own policy lets nothing in but its style."""
    page = case_file_html(BARE)
    found = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page


def test_sections_of_a_decided_case() -> None:
    """Decision, appeals, letters and steps stand with their times, people and hashes."""
    tree = html.document_fromstring(case_file_html(FULL))
    assert tree.xpath("//h3/text()") == [
        f"action:{EVIL}",
        "r · high",
        "Report 1: Fraud or scam",
        "Decision 4: Require a change",
        "Appeal 5 of the builder against decision 4",
        "Appeal 6 of the reporter against decision 4",
        EVIL,
    ]
    assert tree.xpath("//p[@class='quiet']/text()")[2:] == [
        "2026-03-02 09:00:00 UTC · in bad faith",
        f"2026-03-02 09:00:00 UTC by {EVIL} on appeal 5, replaced 2026-03-02 09:00:00 UTC",
        "2026-03-02 09:00:00 UTC · overturned 2026-03-02 09:00:00 UTC",
        "2026-03-02 09:00:00 UTC",
        "outcome to report:1 · 2026-03-02 09:00:00 UTC · mailed 2026-03-02 09:00:00 UTC",
    ]
    assert tree.xpath("//tbody//td[6]/code/text()") == [EVIL, "ab" * 32]
    assert f"gptreview db verify --head 9:{'ab' * 32}" in tree.text_content()


def test_case_of_which_little_is_known() -> None:
    """What there is none of is said to be none."""
    tree = html.document_fromstring(case_file_html(BARE))
    assert tree.xpath("//main/p/text()").count("None.") == 5
    assert tree.xpath("//title/text()") == ["Case 7: Bright Returns"]
