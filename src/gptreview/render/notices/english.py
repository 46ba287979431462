"""The letters in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gptreview.model.notice import Letter, NoticeKind

ENGLISH: Final[Mapping[NoticeKind, Letter]] = MappingProxyType(
    {
        NoticeKind.REPORT_RECEIVED: Letter(
            "We have your report on {{ listing }}",
            """\
Your report of {{ filed }} on {{ listing }} ({{ category }}) has arrived.

A person will look at it and decide. {{ follow }}
You will hear from us once it is decided.
""",
        ),
        NoticeKind.DECISION_BUILDER: Letter(
            "{{ action }}: {{ listing }}",
            """\
We have decided on your listing {{ listing }}.

Decision: {{ action }}
What it covers: {{ scope }}
How long it holds: {{ duration }}

WHAT WE FOUND
{{ facts }}

{{ passages }}

WHY THAT IS A VIOLATION
{{ ground }}
{{ policy }}

{{ reason }}

HOW TO FIX IT
{{ fix }}

HOW WE CAME TO IT
{{ source }}
{{ means }}

IF YOU DO NOT AGREE
{{ appeal }}
{{ redress }}
""",
        ),
        NoticeKind.CLEARED_BUILDER: Letter(
            "No violation: {{ listing }}",
            """\
We have looked at your listing {{ listing }} and found no violation. You need not do anything.

{{ reason }}
""",
        ),
        NoticeKind.DECISION_REPORTER: Letter(
            "What became of your report on {{ listing }}",
            """\
We have decided on your report of {{ filed }} on {{ listing }} ({{ category }}).

Outcome: {{ outcome }}

{{ reason }}

{{ means }}

IF YOU DO NOT AGREE
{{ appeal }}
{{ redress }}
""",
        ),
        NoticeKind.APPEAL_RECEIVED: Letter(
            "We have your appeal on {{ listing }}",
            """\
Your appeal of {{ filed }} on {{ listing }} has arrived.

Another person than the one who decided before will decide it, and not by automated means alone.
You will hear from us.
""",
        ),
        NoticeKind.APPEAL_BUILDER: Letter(
            "An appeal was decided: {{ listing }}",
            """\
An appeal on the decision on your listing {{ listing }} was decided by another person.

Result: {{ result }}

{{ answer }}

THE DECISION THAT STANDS NOW

{{ standing }}
""",
        ),
        NoticeKind.APPEAL_REPORTER: Letter(
            "An appeal was decided: {{ listing }}",
            """\
An appeal on the decision on {{ listing }}, which you had reported, was decided by another person.

Result: {{ result }}

{{ answer }}

THE DECISION THAT STANDS NOW

{{ standing }}
""",
        ),
        NoticeKind.CHANGE_OVERDUE: Letter(
            "The time for a change is over: {{ listing }}",
            """\
Your listing {{ listing }} was to be changed by {{ day }}. It still has the content that the
decision was about, so the case is open again and a person will decide.

{{ follow }}
""",
        ),
        NoticeKind.DOMAIN_EXPIRED: Letter(
            "Prove your domain again: {{ domains }}",
            """\
The proof that {{ domains }} is yours has run out. Until you prove it again, listings that name it
are not shown as yours.

{{ follow }}
""",
        ),
    }
)
"""Subjects and bodies in Jinja; who writes one uses every field."""
