"""The closed lists of volunteer records."""

from __future__ import annotations

from enum import StrEnum


class CertificateState(StrEnum):
    """A certificate of service is under public notice, then issued or declined; an issued one may be revoked."""

    UNDER_NOTICE = "under_notice"
    ISSUED = "issued"
    DECLINED = "declined"
    REVOKED = "revoked"
