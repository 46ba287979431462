"""What a letter's reader can do next, and where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gptreview.model.finding import Wording
from gptreview.render.notices.phrases import day


@dataclass(frozen=True, slots=True)
class Ways:
    """Sentences that lead to the web face."""

    base_url: str = ""
    """Its public address; empty where none is set."""

    def report(self, language: str) -> str:
        """How a reporter sees what becomes of a report."""
        return Wording(
            f"To follow it, open the report status page{self._at(' at ', '/status')} and enter "
            "the receipt code that you were shown.",
            f"如需了解进展，请打开举报状态页{self._at('：', '/status')}，"
            "输入提交举报时显示的回执码。",
        ).of(language)

    def listing(self, number: int, language: str) -> str:
        """How a builder sees all of it."""
        path = f"/own-listings/{number}"
        return Wording(
            f"Sign in and open the listing{self._at(' at ', path)} to see everything about it.",
            f"请登录并打开该 GPT{self._at('：', path)}，查看全部详情。",
        ).of(language)

    def upload(self, number: int, language: str) -> str:
        """Where a builder uploads what they have changed."""
        path = f"/own-listings/{number}"
        return Wording(
            f"Sign in, open the listing{self._at(' at ', path)} and upload the new version.",
            f"请登录，打开该 GPT{self._at('：', path)}，并上传新版本。",
        ).of(language)

    def domains(self, language: str) -> str:
        """How a builder proves a domain."""
        return Wording(
            f"Sign in and open your domains{self._at(' at ', '/domains')}: it says what to "
            "publish, and where.",
            f"请登录并打开“域名”页{self._at('：', '/domains')}，其中说明了应发布的内容和位置。",
        ).of(language)

    def builder_appeal(self, number: int, until: dt.datetime, language: str) -> str:
        """How a builder appeals against a decision on a listing, and until when."""
        last, path = day(until, language), f"/own-listings/{number}"
        return Wording(
            f"You can appeal free of charge until {last} (UTC): sign in, open the listing"
            f"{self._at(' at ', path)} and choose Appeal. Another person will decide.",
            f"您可在 {last}（UTC）之前免费申诉：请登录，打开该 GPT{self._at('：', path)}，"
            "并选择“申诉”。申诉由另一人员处理。",
        ).of(language)

    def reporter_appeal(self, until: dt.datetime, language: str) -> str:
        """How a reporter appeals, and until when."""
        last = day(until, language)
        return Wording(
            f"You can appeal free of charge until {last} (UTC): open the report status page"
            f"{self._at(' at ', '/status')}, enter your receipt code and choose Appeal. "
            "Another person will decide.",
            f"您可在 {last}（UTC）之前免费申诉：请打开举报状态页{self._at('：', '/status')}，"
            "输入回执码并选择“申诉”。申诉由另一人员处理。",
        ).of(language)

    def appealed(self, language: str) -> str:
        """That there is no second appeal."""
        return Wording(
            "Your appeal was decided; there is no second one on the same decision.",
            "您的申诉已有结果，对同一决定不能再次申诉。",
        ).of(language)

    def _at(self, before: str, path: str) -> str:
        return f"{before}{self.base_url}{path}" if self.base_url else ""
