"""The closed lists of consents."""

from __future__ import annotations

from enum import StrEnum


class ConsentPurpose(StrEnum):
    """For what data are handed over or shown; each purpose needs a consent of its own (PIPL art. 14, 23, 25, 29)."""

    FEE_REWARD = "fee_reward"
    DONATION_RECEIPT = "donation_receipt"
    PUBLIC_NAME = "public_name"
    PUBLIC_PHOTO = "public_photo"
    VOLUNTEER_CERTIFICATE = "volunteer_certificate"
    PROVIDER_SERVICE = "provider_service"
    CAMP = "camp"
    SENSITIVE_DATA = "sensitive_data"
    CONTACT = "contact"


class ConsentChannel(StrEnum):
    """Given by the person in the application, or signed on paper and entered by staff."""

    ONLINE = "online"
    PAPER = "paper"


class WithdrawalChannel(StrEnum):
    """Taken back in the application, through staff on the person's word, or because the person was erased."""

    ONLINE = "online"
    COUNTER = "counter"
    ERASURE = "erasure"
