"""A review's result as one page for a person: nothing is fetched, nothing runs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from gptreview.model.review_summary import ReviewSummary
from gptreview.model.verdict import Reviewed


def review_html(
    reviewed: Sequence[Reviewed],
    summary: ReviewSummary,
    *,
    language: str = "en",
    contexts: bool = True,
) -> str:
    """The page; the same result gives the same bytes.

    One listing is shown as a whole. Several begin with a table; of more than 20, those that pass
    come last and have a row in it and no more.

    Args:
        reviewed: The listings in the order in which to show them.
        summary: The same listings, counted.
        language: ``en`` or ``zh``.
        contexts: Whether to show what stands around the evidence on its line.
    """
    from importlib.resources import files

    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from gptreview.model.place_wording import place_wording
    from gptreview.model.unread_wording import failure_wording, unread_wording
    from gptreview.render.review_html.page import page_of
    from gptreview.render.terminal import plain

    css = (files(__name__) / "report.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True,
        loader=PackageLoader("gptreview.render", "review_html"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["visible"] = plain
    wordings = {"place": place_wording, "unread": unread_wording, "failure": failure_wording}
    for name, wording in wordings.items():
        environment.filters[name] = lambda value, wording=wording: wording(value).of(language)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    page = page_of(reviewed, summary, language=language, contexts=contexts)
    return environment.get_template("report.html.jinja").render(
        page=page,
        t=page.labels,
        # Our own file, no stranger's text; the policy of the page allows this very style only.
        css=Markup(css),  # noqa: S704
        css_digest=digest,
    )
