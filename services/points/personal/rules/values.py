"""What a personal value has to be, and how much of it others see."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from contracts.kinds import PartyId
from contracts.points.kinds import PersonalField
from services.points.parties.rules import masked
from services.points.personal.refusals import IdentityNumberInvalid, PhoneInvalid, TooManyReveals

REVEALS_A_DAY = 20
HIDDEN = "****"
INDEXED = (PersonalField.PHONE, PersonalField.IDENTITY_NUMBER)
"""What somebody is looked up by."""

HOME = "CN"
IDENTITY_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
NUMBER = re.compile(r"[0-9０-９#]|(?:第?[一二三四五六七八九十百]+(?:号|栋|幢|座|单元|组|村|社))")
ROAD = re.compile(r".*(?:大道|路|街|巷|弄|胡同)")
DISTRICT = re.compile(r".*(?:区|县|镇|乡|市|省)")


@dataclass(frozen=True, kw_only=True)
class PersonalValue:
    """One sealed value of a person. `blind`: by what it is looked up, if it is."""

    party_id: PartyId
    field: PersonalField
    sealed: str
    blind: str | None
    changed_by: PartyId
    changed_at: datetime


def standard(field: PersonalField, value: str) -> str:
    """The value in the one form in which it is kept and looked up. Refuses PhoneInvalid, IdentityNumberInvalid."""
    written = unicodedata.normalize("NFKC", value).strip()
    if field is PersonalField.PHONE:
        return _phone(written)
    if field is PersonalField.IDENTITY_NUMBER:
        return _identity_number(written)
    return written


def shown(field: PersonalField, value: str) -> str:
    """What others see: 张*, 138****1234, 5****************7, and of an address the road (conventions of the trade, PIPL art. 51)."""
    match field:
        case PersonalField.LEGAL_NAME:
            return masked(value)
        case PersonalField.PHONE:
            return _phone_shown(value)
        case PersonalField.IDENTITY_NUMBER:
            return value[0] + "*" * (len(value) - 2) + value[-1]
        case PersonalField.ADDRESS:
            return _address_shown(value)


def check_reveals(today: int) -> None:
    """Refuse TooManyReveals if whoever asks has revealed all that one person may on one day."""
    if today >= REVEALS_A_DAY:
        raise TooManyReveals(most=REVEALS_A_DAY)


def _phone(written: str) -> str:
    try:
        number = phonenumbers.parse(written, HOME)
    except NumberParseException:
        # Not chained: the parser's message could repeat what was written.
        raise PhoneInvalid from None
    if not phonenumbers.is_valid_number(number):
        raise PhoneInvalid
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _identity_number(written: str) -> str:
    number = re.sub(r"[\s-]", "", written).upper()
    if not IDENTITY_NUMBER.fullmatch(number) or ric.calc_check_digit(number) != number[-1]:
        raise IdentityNumberInvalid
    try:
        ric.get_birth_date(number)
    except ValidationError:
        raise IdentityNumberInvalid from None
    # The place is not looked up: the library knows counties by the years in which a code was in use, and most elders were born before.
    return number


def _phone_shown(value: str) -> str:
    number = phonenumbers.parse(value)
    national = phonenumbers.national_significant_number(number)
    if number.country_code != phonenumbers.country_code_for_region(HOME):
        return f"+{number.country_code}{HIDDEN}{national[-2:]}"
    if len(national) < 10:
        return HIDDEN + national[-2:]
    return national[:3] + HIDDEN + national[-4:]


def _address_shown(value: str) -> str:
    number = NUMBER.search(value)
    before = value[: number.start()] if number else value
    place = ROAD.match(before) or DISTRICT.match(before)
    return (place.group() if place else "") + HIDDEN
