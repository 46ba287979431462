"""A report as it comes in is looked at, field by field, before anything of it is kept."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from gptreview.errors import InputError
from gptreview.model.account import Account
from gptreview.model.faults import Faults
from gptreview.model.report import Evidence, ReportCategory, ReportDraft
from gptreview.usecases.triage.evidence_kind import evidence_kind

MAX_EVIDENCE_BYTES: Final = 5_242_880
"""5 MiB."""
_MIN_DESCRIPTION, _MAX_DESCRIPTION = 20, 5_000
_MAX_LOCATION: Final = 500
_MAX_NAME: Final = 200
_MAX_EMAIL: Final = 254
"""Octets of a path, less its brackets: RFC 5321, section 4.5.3.1.3."""
_MAX_LOCAL_PART: Final = 64
"""RFC 5321, section 4.5.3.1.1."""
_EMAIL: Final = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
    re.ASCII | re.IGNORECASE,
)
"""A valid e-mail address of the HTML standard, section 4.10.5.1.5, whose domain has a dot."""
_LANGUAGES: Final = ("en", "zh")
_MAX_FILE_NAME: Final = 120
_UNSEEN: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of Unicode that are no text; formatting (Cf) stays, since scripts are joined by it."""


@dataclass(frozen=True, slots=True)
class SoundReport:
    """A report with every field as it is kept."""

    listing: int
    category: ReportCategory
    description: str
    location: str
    name: str
    """Empty where nobody is asked, as is the e-mail."""
    email: str
    account: int | None
    """Number of whoever was signed in; None for a category that is anonymous."""
    language: str
    evidence: Evidence | None

    def text_digest(self) -> str:
        """Of category, description and location: who sends them again has not reported twice."""
        text = json.dumps([self.category, self.description, self.location])
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def sound_report(draft: ReportDraft, account: Account | None) -> SoundReport:
    """The report of a draft.

    Who is signed in need not say again who they are.

    Raises:
        InputError: Fields are not as they have to be; ``where`` names the first one.
    """
    faults = Faults()
    faults.take(None, _require_good_faith, draft)
    category = faults.take(ReportCategory.OTHER, _category, draft.category)
    name, email = _person(draft, category, account, faults)
    sound = SoundReport(
        draft.listing,
        category,
        faults.take(
            "", _text, "description", draft.description, _MIN_DESCRIPTION, _MAX_DESCRIPTION
        ),
        faults.take("", _text, "location", draft.location, 0, _MAX_LOCATION),
        name,
        email,
        None if account is None or category.is_anonymous else account.id or None,
        faults.take("", _language, draft.language),
        faults.take(None, _evidence, draft.evidence),
    )
    faults.tell()
    return sound


def _require_good_faith(draft: ReportDraft) -> None:
    if not draft.good_faith:
        raise InputError(
            "it was not confirmed",
            where="good_faith",
            expected="that you believe in good faith that what you say is accurate and complete",
            next_step="confirm it, as article 16(2)(d) of the Digital Services Act asks",
        )


def _category(name: str) -> ReportCategory:
    try:
        return ReportCategory(name)
    except ValueError:
        raise InputError(
            "no category of reports", where="category", expected=", ".join(ReportCategory)
        ) from None


def _language(name: str) -> str:
    if name not in _LANGUAGES:
        raise InputError(
            "no language that is spoken here", where="language", expected=", ".join(_LANGUAGES)
        )
    return name


def _person(
    draft: ReportDraft, category: ReportCategory, account: Account | None, faults: Faults
) -> tuple[str, str]:
    """Name and e-mail: asked for by DSA article 16(2)(c), which excepts child safety."""
    if category.is_anonymous:
        return "", ""
    known = (account.name, account.email) if account else ("", "")
    name = draft.reporter_name.strip() or known[0]
    email = draft.reporter_email.strip() or known[1]
    return (
        faults.take("", _line, "reporter_name", name, _MAX_NAME),
        faults.take("", _email, email),
    )


def _email(email: str) -> str:
    address = _line("reporter_email", email, _MAX_EMAIL)
    if not _EMAIL.fullmatch(address) or address.index("@") > _MAX_LOCAL_PART:
        raise InputError(
            "no e-mail address", where="reporter_email", expected="one like name@example.com"
        )
    return address


def _line(field: str, text: str, most: int) -> str:
    read = _text(field, text, 1, most)
    if "\n" in read or "\t" in read:
        raise InputError("several lines", where=field, expected="one line")
    return read


def _text(field: str, text: str, least: int, most: int) -> str:
    """The text with line ends of one kind, as forms send others, and without blanks around."""
    read = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not least <= len(read) <= most:
        raise InputError(
            f"{len(read):,} characters", where=field, expected=f"{least:,} to {most:,}"
        )
    unseen = next((each for each in read if _is_unseen(each)), None)
    if unseen is not None:
        raise InputError(
            f"the character U+{ord(unseen):04X}",
            where=field,
            expected="text: no control characters but line ends and tabs",
        )
    return read


def _is_unseen(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in _UNSEEN


def _evidence(evidence: Evidence | None) -> Evidence | None:
    if evidence is None:
        return None
    size = len(evidence.data)
    if size > MAX_EVIDENCE_BYTES:
        raise InputError(
            f"{size:,} bytes", where="evidence", expected=f"{MAX_EVIDENCE_BYTES:,} at most"
        )
    kind = evidence_kind(evidence.data)
    if not kind:
        raise InputError(
            "no file of a kind that is taken",
            where="evidence",
            expected="PNG, JPEG, WebP, PDF or plain text in UTF-8, by its content",
        )
    last = evidence.name.replace("\\", "/").rpartition("/")[2].strip()
    name = "".join(each for each in last if not _is_unseen(each) and each not in "\n\t")
    return Evidence(name[:_MAX_FILE_NAME] or "evidence", kind, evidence.data)
