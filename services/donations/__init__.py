"""Donations: what was given, how it arrived, and what came of it (rulebook §12, §13, §21).

Owns: funds and projects, gifts of money, receipts, the federation's statements, the calendar of working days, monthly mandates, merchants' pledges, round-ups, goods,
  what goes back or is written off of them, gift packs.
Says: GiftConfirmed, InKindAccepted, InKindReturned, MandateSigned, ReceiptIssued, GiftPackHandedOut and what leads up to them.
Hears: a member's standing (MerchantPlaqued, MerchantSuspended, MerchantReinstated, MerchantLeft) from merchants, PartiesLinked, PartiesUnlinked, PartyRegistered, PartyHouseholdChanged and PartyErased from points, LotDonated, LotHeld, LotReleased and LotRecalled from rural_link.
"""
