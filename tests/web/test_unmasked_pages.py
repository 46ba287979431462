"""What is masked is shown to those who need it, and the log says to whom."""

from __future__ import annotations

import pytest

from gptreview.store.tables.cases import ReportRow
from tests.web.conftest import SignIn, Site
from tests.web.reviewing import Bench

_PAGE = b"<script>alert(1)</script>"


@pytest.fixture
def bench(site: Site, signed_in: SignIn) -> Bench:
    """A case with two reports by one person, the second one with a file."""
    made = Bench(site, signed_in)
    made.post.report()
    made.post.report(evidence=_PAGE, evidence_name='a"\n é.txt', evidence_kind="text/plain")
    return made


def test_a_text_is_shown_to_who_holds_the_case(bench: Bench) -> None:
    """It is shown as written, marked, and logged; without a claim it is not."""
    ann = bench.person("ann")
    early = ann.take("unmask", field="instructions")
    ann.claim()
    shown = ann.take("unmask", field="instructions")
    unknown = ann.take("unmask", field="../etc")
    assert [each.status_code for each in (early, shown, unknown)] == [409, 200, 404]
    assert "<mark>P</mark>ay first." in shown.text
    assert bench.post.logged("data.unmasked")[0][0] == f"case:{bench.case}"


def test_disturbing_texts_stay_veiled(bench: Bench) -> None:
    """Taking masks off takes no veil off."""
    from gptreview.store.tables.cases import CaseRow

    bench.post.change(CaseRow, bench.case, is_urgent=True)
    ann = bench.person("ann").claim()
    assert '<mark class="disturbing">P</mark>' in ann.take("unmask", field="instructions").text


def test_files_are_handed_over_closed(bench: Bench) -> None:
    """A stranger's file is kept rather than opened, under its name, and could do nothing here."""
    ann = bench.person("ann").claim()
    file = ann.send("/reports/2/evidence")
    assert (file.status_code, file.content) == (200, _PAGE)
    wanted = (
        "content-type", "content-disposition", "content-security-policy",
        "x-content-type-options", "cross-origin-resource-policy", "cache-control",
    )  # fmt: skip
    assert [file.headers[each] for each in wanted] == [
        "text/plain; charset=utf-8",
        "attachment; filename*=UTF-8''a%22%0A%20%C3%A9.txt",
        "sandbox; default-src 'none'; frame-ancestors 'none'",
        "nosniff",
        "same-origin",
        "no-store",
    ]


@pytest.mark.parametrize(("report", "status"), [(1, 404), (9, 404)], ids=str)
def test_reports_without_a_file_have_none(bench: Bench, report: int, status: int) -> None:
    """There is nothing to hand over where nobody added anything."""
    ann = bench.person("ann").claim()
    assert ann.send(f"/reports/{report}/evidence").status_code == status


def test_files_without_a_claim_are_refused(bench: Bench) -> None:
    """Reviewers who do not hold the case are told to claim it; a GET opens nothing."""
    ann = bench.person("ann")
    assert ann.send("/reports/2/evidence").status_code == 409
    assert ann.get("/reports/2/evidence").status_code == 405


def test_leads_read_who_reported(bench: Bench) -> None:
    """Name and address are shown to a lead and logged; a reviewer is refused."""
    cleo, ann = bench.person("cleo", "lead"), bench.person("ann")
    shown = cleo.send("/reports/1/reporter", case=str(bench.case))
    alone = cleo.send("/reports/1/reporter")
    refused = ann.send("/reports/1/reporter")
    assert [each.status_code for each in (shown, alone, refused)] == [200, 200, 403]
    assert "Robin Example" in shown.text
    assert "reporter@example.com" in shown.text
    assert f'href="/cases/{bench.case}"' in shown.text
    assert [each[0] for each in bench.post.logged("data.unmasked")] == ["report:1"] * 2


def test_leads_mark_bad_faith(bench: Bench) -> None:
    """One report, or all by whoever made it, count no longer; the page says so."""
    bench.post.change(ReportRow, 2, reporter="r")
    bench.post.change(ReportRow, 1, reporter="r")
    cleo, ann = bench.person("cleo", "lead"), bench.person("ann")
    refused = ann.send("/reports/1/bad-faith")
    one = cleo.send("/reports/1/bad-faith", case=str(bench.case))
    before = cleo.get().text.count("Bad faith")
    rest = cleo.send("/reports/1/bad-faith", all="yes")
    assert (refused.status_code, one.headers["location"]) == (403, cleo.path)
    assert rest.headers["location"] == "/queue"
    assert (before, cleo.get().text.count("Bad faith")) == (1, 2)


def test_leads_keep_the_case_as_a_file(bench: Bench) -> None:
    """It is one page to be kept, and that somebody has it is in the log."""
    cleo, ann = bench.person("cleo", "lead"), bench.person("ann")
    file = cleo.take("file")
    assert (file.status_code, ann.take("file").status_code) == (200, 403)
    assert file.headers["content-disposition"] == f'attachment; filename="case-{bench.case}.html"'
    assert "Robin Example" not in file.text
    assert len(bench.post.logged("export.made")) == 1
