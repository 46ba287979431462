"""Leak or sample."""

from __future__ import annotations

import pytest

from gptreview.scan.pii.entity import Entity
from gptreview.scan.pii.samples import is_public_contact, is_sample

SAMPLES = [
    (Entity.EMAIL, "jo@example.com"),
    (Entity.EMAIL, "jo@mail.example.org"),
    (Entity.EMAIL, "jo@shop.test"),
    (Entity.EMAIL, "jo@yourdomain.com"),
    (Entity.EMAIL, "xxx@xxx.com"),
    (Entity.EMAIL, "john.doe@corp.com"),
    (Entity.BANK_CARD, "4242 4242 4242 4242"),
    (Entity.BANK_CARD, "3782-822463-10005"),
    (Entity.BANK_CARD, "4000000000000002"),
    (Entity.US_SSN, "078-05-1120"),
    (Entity.US_SSN, "123-45-6789"),
    (Entity.IBAN, "GB82 WEST 1234 5698 7654 32"),
    (Entity.IBAN, "gb82west12345698765432"),
    (Entity.CN_RESIDENT_ID, "11010519491231002x"),
    (Entity.CN_MOBILE, "138 0013 8000"),
    (Entity.CN_MOBILE, "+86 13800138000"),
    (Entity.CN_MOBILE, "13800000000"),
    (Entity.CN_MOBILE, "13912345678"),
    (Entity.PHONE, "+1 (202) 555-0143"),
    (Entity.PHONE, "+44 7700 900123"),
    (Entity.PHONE, "123-456-7890"),
    (Entity.PHONE, "(098) 765-4321"),
    (Entity.IP_ADDRESS, "192.0.2.7"),
    (Entity.IP_ADDRESS, "10.1.2.3"),
    (Entity.IP_ADDRESS, "127.0.0.1"),
    (Entity.IP_ADDRESS, "8.8.8.8"),
    (Entity.IP_ADDRESS, "2001:db8::7"),
    (Entity.PASSPORT, "E12345678"),
    (Entity.CN_PLATE, "京A8888888"),
]


@pytest.mark.parametrize(("entity", "value"), SAMPLES)
def test_documented_and_made_up_values_are_samples(entity: Entity, value: str) -> None:
    """Reserved domains, test cards, numbers for fiction, private networks and plain series."""
    assert is_sample(entity, value)


@pytest.mark.parametrize(
    ("entity", "value"),
    [
        (Entity.EMAIL, "jo@mailbox.org"),
        (Entity.EMAIL, "jo@example.com.evil.org"),
        (Entity.BANK_CARD, "4929 0735 8146 2"),
        (Entity.US_SSN, "301-24-1802"),
        (Entity.CN_MOBILE, "139" + "27034381"),
        (Entity.IP_ADDRESS, "93.184.216.34"),
        (Entity.WECHAT_ID, "jo_roe"),
    ],
)
def test_other_values_are_no_samples(entity: Entity, value: str) -> None:
    """What nothing marks as a sample may be somebody's."""
    assert not is_sample(entity, value)


@pytest.mark.parametrize(
    ("entity", "value", "public"),
    [
        (Entity.EMAIL, "support@corp.com", True),
        (Entity.EMAIL, "sales-emea@corp.com", True),
        (Entity.EMAIL, "jo@corp.com", False),
        (Entity.PHONE, "1-800-123-4567", True),
        (Entity.PHONE, "+1 202-555-0143", False),
        (Entity.CN_LANDLINE, "400-123-4567", True),
        (Entity.CN_MOBILE, "13800138000", False),
    ],
)
def test_roles_and_hotlines_are_public(entity: Entity, value: str, public: bool) -> None:  # noqa: FBT001 - a table's column
    """A support address and a toll-free number are published to be used."""
    assert is_public_contact(entity, value) is public
