"""Any text through views, scanners and a whole review: everything maps back, nothing is raised."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.model.gpt import Gpt, GptAction, KnowledgeFile
from gptreview.model.listing import Listing
from gptreview.model.review_summary import summarize_reviews
from gptreview.model.segment import FieldKind, Segment
from gptreview.model.verdict import Outcome
from gptreview.model.view import View
from gptreview.normalize.views import views
from gptreview.render.review_html import review_html
from gptreview.render.review_json import review_json
from gptreview.render.review_jsonl import review_jsonl
from gptreview.render.review_junit import review_junit
from gptreview.render.review_markdown import review_markdown
from gptreview.render.review_sarif import review_sarif
from gptreview.render.review_text import review_text
from gptreview.scan.evidence import ScannerHit, findings
from gptreview.scan.scanned_text import ScanLimitError
from gptreview.usecases.review_gpt import ReviewGpt

pytestmark = pytest.mark.fuzz

Search = Callable[[Callable[..., None]], None]
Texts = st.SearchStrategy[str]


def _check_view(view: View, size: int) -> None:
    """Every character leads into the text, in order, and so does every span."""
    last = 0
    for at in range(len(view.text)):
        start, end = view.written(at, at + 1)
        assert 0 <= start < end <= size
        assert start >= last
        last = start
        assert view.written(0, at + 1)[1] >= end
    assert all(view.disguises(0, len(view.text)))
    if view.pieces:
        assert view.pieces[0].view_start == 0
        assert view.pieces[-1].view_end == len(view.text)
        for one, next_one in zip(view.pieces, view.pieces[1:], strict=False):
            assert (one.view_end, one.end) == (next_one.view_start, next_one.start) or (
                one.view_end == next_one.view_start and next_one.start >= one.start
            )


def test_any_text_maps_back(search: Search, texts: Texts, clock: Any) -> None:
    """Each character of each view stands for some characters of the text."""

    @given(text=texts)
    def prove(text: str) -> None:
        started = clock()
        written, *others = views(text)
        started.check()
        assert (written.text, written.name, written.pieces) == (text, "written", None)
        for view in others:
            assert view.text
            _check_view(view, len(text))
            if view.name == "plain":
                assert view.written(0, len(view.text)) == (0, len(text))

    search(prove)


def test_any_text_is_scanned(search: Search, texts: Texts, reviewer: ReviewGpt, clock: Any) -> None:
    """Hits are spans of the text, what is masked stays so, and nothing but the limit is raised."""

    @given(text=texts, kind=st.sampled_from(FieldKind))
    def prove(text: str, kind: FieldKind) -> None:
        segment = Segment(str(kind), kind, text)
        readings = views(text)
        started = clock()
        hits: list[ScannerHit] = []
        for scanner in reviewer.scanners:
            with contextlib.suppress(ScanLimitError):
                hits.extend(
                    ScannerHit(scanner.name, hit) for hit in scanner.scan(segment, readings)
                )
        started.check()
        for _, hit in hits:
            assert 0 <= hit.start < hit.end <= len(text)
            assert hit.card.clause in reviewer.policy.clauses
        found = findings(segment, hits)
        for each in found:
            assert text[each.start : each.end]
            assert each.excerpt
        masked = [text[hit.start : hit.end] for _, hit in hits if hit.masked]
        for secret in masked:
            if text.count(secret) == masked.count(secret) and len(secret) > 9:
                assert not any(secret in each.excerpt for each in found)

    search(prove)


def _spec(description: str, name: str, url: str) -> str:
    operation = {
        "operationId": name,
        "description": description,
        "parameters": [{"name": name, "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": {"description": description}},
    }
    value = {
        "openapi": "3.1.0",
        "info": {"title": name, "version": "1", "description": description},
        "servers": [{"url": url}],
        "paths": {"/a": {"get": operation, "post": operation}},
    }
    return json.dumps(value, ensure_ascii=False)


def test_any_listing_gets_a_verdict(search: Search, texts: Texts, reviewer: ReviewGpt) -> None:
    """Only what was read whole passes, the same listing gets the same bytes, in every format."""
    url = st.sampled_from(["https://example.com", "http://192.0.2.1/a", "//", "{a}"]) | texts
    actions = st.lists(texts | st.builds(_spec, texts, texts, url), max_size=2)

    @given(name=texts, instructions=texts, files=st.lists(texts, max_size=2), schemas=actions)
    def prove(name: str, instructions: str, files: list[str], schemas: list[str]) -> None:
        gpt = Gpt(
            name=name,
            instructions=instructions,
            knowledge=tuple(
                KnowledgeFile(f"{index}.txt", text.encode("utf-8", "surrogatepass"))
                for index, text in enumerate(files)
            ),
            actions=tuple(map(GptAction, schemas)),
        )
        reviewed = reviewer.review(Listing(gpt, "listing"))
        verdict = reviewed.verdict
        assert verdict is not None
        whole = verdict.coverage.complete and not any(run.failure for run in verdict.scanners)
        assert whole or verdict.outcome is not Outcome.PASS
        both = (reviewed,)
        summary = summarize_reviews(both)
        shown = review_json(both, summary)
        assert json.loads(shown)["listings"][0]["outcome"] == verdict.outcome
        assert shown == review_json((reviewer.review(Listing(gpt, "listing")),), summary)
        assert json.loads(review_jsonl(reviewed, language="zh"))
        assert json.loads(review_sarif(both, language="en"))["runs"]
        for text in (
            review_html(both, summary, language="zh"),
            review_junit(both, summary, language="en"),
            review_markdown(both, summary, language="en"),
            review_text(both, summary, color=True, links=True, language="en", verbose=True),
        ):
            assert io.StringIO(text).read()

    search(prove)
