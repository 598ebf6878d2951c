"""What is told of a member's standing; its version lets whoever hears it put late news in order."""

from __future__ import annotations

from datetime import date

from contracts.merchants.events import (
    MerchantLeft,
    MerchantPlaqued,
    MerchantReinstated,
    MerchantSuspended,
    MerchantVerified,
)
from services.merchants.members.rules.standing import Member


def verified(member: Member, *, community: str) -> MerchantVerified:
    """Its papers were found valid."""
    return MerchantVerified(community=community, member_id=member.member_id, party_id=member.party_id)


def plaqued(member: Member, *, community: str, serial: str) -> MerchantPlaqued:
    """It has its plaque, and a member's rights."""
    return MerchantPlaqued(
        community=community,
        member_id=member.member_id,
        party_id=member.party_id,
        plaque_serial=serial,
        shop_name=member.shop_name,
        member_version=member.version,
    )


def suspended(member: Member, *, community: str, until: date) -> MerchantSuspended:
    """It starts nothing new until then."""
    return MerchantSuspended(
        community=community,
        member_id=member.member_id,
        party_id=member.party_id,
        until=until,
        member_version=member.version,
    )


def reinstated(member: Member, *, community: str) -> MerchantReinstated:
    """Its suspension is over."""
    return MerchantReinstated(
        community=community, member_id=member.member_id, party_id=member.party_id, member_version=member.version
    )


def left(member: Member, *, community: str, expelled: bool) -> MerchantLeft:
    """It is of the alliance no more, or took its application back."""
    return MerchantLeft(
        community=community,
        member_id=member.member_id,
        party_id=member.party_id,
        expelled=expelled,
        plaqued=member.plaqued_on is not None,
        member_version=member.version,
    )
