"""Which of the database's categories a policy clause, or a report's category, stands for.

Decisions name clauses, and these count first: what somebody reported need not be what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gptreview.model.statement_of_reasons import Keyword, StatementCategory


@dataclass(frozen=True, slots=True)
class Filing:
    """Where one reason is filed."""

    category: StatementCategory
    keyword: Keyword | None = None
    other: str = ""
    """What the keyword is, where it is none of the database's."""


def _other(text: str) -> Filing:
    return Filing(StatementCategory.OTHER_TERMS, Keyword.OTHER, text)


_MINORS: Final = Filing(StatementCategory.MINORS)
_SELF_HARM: Final = Filing(StatementCategory.SELF_HARM)
_FRAUD: Final = Filing(StatementCategory.FRAUD)
_HATE: Final = Filing(StatementCategory.SPEECH, Keyword.HATE_SPEECH)
_ADULT: Final = Filing(StatementCategory.OTHER_TERMS, Keyword.ADULT)
_PRIVACY: Final = Filing(StatementCategory.DATA_PROTECTION)
_IMPERSONATION: Final = Filing(StatementCategory.FRAUD, Keyword.IMPERSONATION)
_MALWARE: Final = _other("malware")
_SECRETS: Final = _other("credentials in the open")
_INJECTION: Final = _other("instructions that steer the model against its user")

CLAUSES: Final[Mapping[str, Filing]] = MappingProxyType(
    {
        "usage-policies/child-safety": _MINORS,
        "usage-policies/self-harm": _SELF_HARM,
        "usage-policies/hate": _HATE,
        "usage-policies/fraud": _FRAUD,
        "usage-policies/impersonation": _IMPERSONATION,
        "usage-policies/spam": _FRAUD,
        "usage-policies/malware": _MALWARE,
        "usage-policies/weapons-drugs": Filing(
            StatementCategory.PRODUCTS, Keyword.PROHIBITED_PRODUCTS
        ),
        "usage-policies/copyright": Filing(
            StatementCategory.INTELLECTUAL_PROPERTY, Keyword.COPYRIGHT
        ),
        "usage-policies/political-campaigning": Filing(StatementCategory.CIVIC_DISCOURSE),
        "usage-policies/tracking-biometrics": Filing(
            StatementCategory.DATA_PROTECTION, Keyword.BIOMETRIC
        ),
        "privacy/personal-data": _PRIVACY,
        "usage-policies/adult": _ADULT,
        "usage-policies/gambling-payday": Filing(
            StatementCategory.OTHER_TERMS, Keyword.NOT_PERMITTED
        ),
        "security/secrets": _SECRETS,
        "security/injection": _INJECTION,
        "security/exfiltration": _INJECTION,
    }
)
"""By id of the built-in policy's clause, the gravest first."""
CATEGORIES: Final[Mapping[str, Filing]] = MappingProxyType(
    {
        "child_safety": _MINORS,
        "self_harm": _SELF_HARM,
        "hate": _HATE,
        "fraud": _FRAUD,
        "impersonation": _IMPERSONATION,
        "malware": _MALWARE,
        "intellectual_property": Filing(StatementCategory.INTELLECTUAL_PROPERTY),
        "privacy": _PRIVACY,
        "pii": _PRIVACY,
        "adult": _ADULT,
        "secrets": _SECRETS,
        "injection": _INJECTION,
    }
)
"""By category of a report or a finding, the gravest first."""
_OWN_TERMS: Final = _other("another clause of the policy")


def filings(clauses: Iterable[str], categories: Iterable[str]) -> tuple[Filing, ...]:
    """Where a decision is filed, its main reason first; never empty.

    Args:
        clauses: Ids of those that it names.
        categories: Of the case's reports and findings; they count where no clause is known.
    """
    known = _found(CLAUSES, clauses) or _found(CATEGORIES, categories)
    return known or (_OWN_TERMS,)


def _found(table: Mapping[str, Filing], names: Iterable[str]) -> tuple[Filing, ...]:
    wanted = set(names)
    return tuple(dict.fromkeys(filing for name, filing in table.items() if name in wanted))
