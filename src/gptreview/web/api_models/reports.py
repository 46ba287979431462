"""What reporters send, and what they are told."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal, Self

from pydantic import Base64Bytes, ConfigDict, Field, StrictBool
from pydantic.config import JsonDict

from gptreview.model.decision import Action, Party
from gptreview.model.report import ReportCategory, ReportState
from gptreview.web.api_models.shapes import Asked, Id, Shown, Text

_REPORT: Final[JsonDict] = {
    "listing_id": 7,
    "category": "fraud",
    "description": "It asks for card numbers and promises to double the money.",
    "location": "The instructions, third paragraph",
    "reporter_name": "Robin Example",
    "reporter_email": "robin@example.com",
    "good_faith": True,
}
LARGEST_REPORT: Final = 128 * 1024
"""Bytes of a report that a program sends: 70 KB if each character of its texts is escaped as two
(RFC 8259, section 7), and a small file. Whoever has a larger file sends the form."""
_RECEIPT: Final = "0123A-BCDEF-GHJKM-NPQRS"


class NewEvidence(Asked):
    """A file that bears a report out."""

    name: Annotated[str, Field(max_length=255)]
    content: Base64Bytes
    """PNG, JPEG, WebP, PDF or plain text, in Base64; the whole report has 128 KiB at most. The
    page's form takes files of up to 5 MiB."""


class NewReport(Asked):
    """What is wrong with a listing; each field as article 16 of the Digital Services Act asks."""

    model_config = ConfigDict(json_schema_extra={"examples": [_REPORT]})

    listing_id: Id
    """The listing's number here."""
    category: ReportCategory
    description: Annotated[str, Field(min_length=20, max_length=5_000)]
    """Why it is wrong, in your own words."""
    location: Annotated[str, Field(max_length=500)] = ""
    """Where exactly: the field, the sentence, the file."""
    reporter_name: Annotated[str, Field(max_length=200)] = ""
    """Needed, but for child safety, where nobody is asked."""
    reporter_email: Annotated[str, Field(max_length=254)] = ""
    """Needed, but for child safety; the outcome is told there."""
    good_faith: StrictBool
    """That you believe in good faith that what you say is accurate and complete."""
    language: Literal["en", "zh"] = "en"
    """Of the letters to you."""
    evidence: NewEvidence | None = None


class ReportReceipt(Shown):
    """What a reporter gets at once."""

    receipt: str
    """Opens the report's status; it is shown this once."""
    status_url: str
    """Where a person enters it."""

    @classmethod
    def made(cls, receipt: str, status_url: str) -> Self:
        """The answer to a report."""
        return cls(receipt=receipt, status_url=status_url)


class ReceiptCode(Asked):
    """A receipt, sent in the body: an address may be kept by others."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"receipt": _RECEIPT}]})

    receipt: Annotated[str, Field(max_length=100)]


class ReportersAppeal(Asked):
    """Why a reporter does not accept what was decided."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"receipt": _RECEIPT, "reason": "It still asks for card numbers."}]
        }
    )

    receipt: Annotated[str, Field(max_length=100)]
    reason: Annotated[str, Field(min_length=20, max_length=5_000)]


class StatusOfReport(Shown):
    """What became of a report."""

    state: ReportState
    filed_at: dt.datetime
    listing: int
    name: Text
    """Of the listing."""
    category: ReportCategory
    action: Action | None
    """What was done; null until somebody has decided."""
    reason: Text
    """Of the decision, to the reporter."""
    decided_at: dt.datetime | None
    appeal_until: dt.datetime | None
    may_appeal: bool
    """Whether an appeal is taken now."""


class FiledAppeal(Shown):
    """An appeal, and its answer once there is one."""

    id: int
    case: int
    decision: int
    party: Party
    reason: Text
    filed_at: dt.datetime
    decided_at: dt.datetime | None
    is_upheld: bool | None
    """Whether the decision stands; null until somebody has decided."""
    answer: Text
