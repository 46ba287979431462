"""Identity, tax and health numbers that a text names as such, by presidio's recognisers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page
from gptreview.scan.pii.recognizers import Match, recognize

_CUES: Final = {
    "UK_NHS": r"\bnhs (?:number|no)\b",
    "UK_NINO": r"national insurance|\bnino\b",
    "IN_AADHAAR": r"aadhaa?r",
    "IN_PAN": r"pan card|permanent account number",
    "ES_NIF": r"\bnif\b|\bdni\b",
    "ES_NIE": r"\bnie\b",
    "IT_FISCAL_CODE": r"codice fiscale|fiscal code",
    "PL_PESEL": r"\bpesel\b",
    "SG_NRIC_FIN": r"\bnric\b",
    "AU_TFN": r"tax file number|\btfn\b",
    "AU_MEDICARE": r"\bmedicare\b",
    "CA_SIN": r"social insurance number|\bsin\b",
    "KR_RRN": r"resident registration",
    "FI_PERSONAL_IDENTITY_CODE": r"henkilötunnus",
    "DE_TAX_ID": r"steuer-?(?:id|identifikationsnummer)",
    "SE_PERSONNUMMER": r"personnummer",
    "US_ITIN": r"\bitin\b",
}
"""Without its cue each of these numbers is like any other."""
_ANY: Final = re.compile(
    rf"(?=[acdfhimnprst])(?:{'|'.join(f'(?P<{name}>{cue})' for name, cue in _CUES.items())})", re.I
)
"""Cues begin with these letters: to try all of them everywhere takes ten times as long."""
_LIKELY: Final = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z -]{0,6}[0-9](?:[ -]?[0-9A-Za-z]){5})")
_REACH: Final = 48
"""Code points after the cue in which its number stands."""


def find_national_ids(page: Page, start: int, end: int) -> Iterator[Span]:
    """Numbers right after the word for them."""
    page.asked += end - start  # the slowest of all expressions
    for match in _ANY.finditer(page.text, start, end):
        text = page.text[match.end() : match.end() + _REACH].partition("\n")[0]
        if match.lastgroup is None or not _LIKELY.search(text):
            continue
        for found in page.ask(_recognized, match.lastgroup, text, cost=60):
            yield Span(
                Entity.NATIONAL_ID,
                match.end() + found.start,
                match.end() + found.end,
                Confidence.MEDIUM,
            )
            break


def _recognized(entity: str, text: str) -> list[Match]:
    return list(recognize(entity, text))
