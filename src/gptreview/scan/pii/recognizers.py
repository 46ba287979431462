"""Presidio's recognisers for numbers whose form only a specialist knows, called one by one.

There is no engine, no tagger and no network: the recognisers get the window itself. Importing
presidio costs 2 s of CPU, half of it for spaCy, so callers ask only where a cheap check of theirs
has passed: none of 859 real GPTs needs it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple


class Match(NamedTuple):
    """An identifier of presidio's; offsets in code points of the text it got."""

    start: int
    end: int


_RECOGNIZERS: Final = {
    "IBAN_CODE": "IbanRecognizer",
    "CRYPTO": "CryptoRecognizer",
    "UK_NHS": "NhsRecognizer",
    "UK_NINO": "UkNinoRecognizer",
    "IN_AADHAAR": "InAadhaarRecognizer",
    "IN_PAN": "InPanRecognizer",
    "ES_NIF": "EsNifRecognizer",
    "ES_NIE": "EsNieRecognizer",
    "IT_FISCAL_CODE": "ItFiscalCodeRecognizer",
    "PL_PESEL": "PlPeselRecognizer",
    "SG_NRIC_FIN": "SgFinRecognizer",
    "AU_TFN": "AuTfnRecognizer",
    "AU_MEDICARE": "AuMedicareRecognizer",
    "CA_SIN": "CaSinRecognizer",
    "KR_RRN": "KrRrnRecognizer",
    "FI_PERSONAL_IDENTITY_CODE": "FiPersonalIdentityCodeRecognizer",
    "DE_TAX_ID": "DeTaxIdRecognizer",
    "SE_PERSONNUMMER": "SePersonnummerRecognizer",
    "US_ITIN": "UsItinRecognizer",
}


def recognize(entity: str, text: str) -> Iterator[Match]:
    """What presidio's recogniser of an entity accepts in a text."""
    for recognizer in _registry().recognizers:
        if entity in recognizer.supported_entities:
            for result in recognizer.analyze(text, [entity], nlp_artifacts=None):
                yield Match(result.start, result.end)


def accepts(entity: str, text: str) -> bool:
    """Whether the check that presidio's recogniser of an entity has for its numbers passes."""
    return any(
        recognizer.validate_result(text)
        for recognizer in _registry().recognizers
        if entity in recognizer.supported_entities
    )


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Ours: only what `recognize` is asked for, nothing that needs a model."""
    from presidio_analyzer import RecognizerRegistry, predefined_recognizers

    # It would log a number that it cannot read.
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL + 1)
    made = [getattr(predefined_recognizers, name)() for name in _RECOGNIZERS.values()]
    return RecognizerRegistry(recognizers=made)
