"""A case as one page for a person: nothing is fetched, nothing runs."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib

from gptreview.model.case_file import CaseFile


def case_file_html(file: CaseFile) -> str:
    """The page; the same case gives the same bytes."""
    from importlib.resources import files

    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from gptreview import __version__
    from gptreview.model.decision import ACTION_NAMES
    from gptreview.model.report import REPORT_CATEGORY_NAMES

    css = (files(__name__) / "case.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True,
        loader=PackageLoader("gptreview.render", "case_file_html"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["visible"] = _visible
    environment.filters["moment"] = _moment
    return environment.get_template("case.html.jinja").render(
        file=file,
        actions=ACTION_NAMES,
        categories=REPORT_CATEGORY_NAMES,
        generator=f"gptreview {__version__}",
        # Our own file, no stranger's text; the policy of the page allows this very style only.
        css=Markup(css),  # noqa: S704
        css_digest=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
    )


def _visible(text: str) -> str:
    """The text with its lines, and every other sign that nobody sees written out."""
    from gptreview.render.terminal import plain

    return "\n".join(map(plain, text.split("\n")))


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
