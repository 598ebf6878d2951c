"""Donations: what was given, how it arrived, and what came of it (rulebook §12, §13, §21).

Owns: funds and projects, gifts of money, receipts, the federation's statements, monthly mandates, merchants' pledges, round-ups, goods, gift packs.
Says: GiftConfirmed, InKindAccepted, MandateSigned, ReceiptIssued, GiftPackHandedOut and what leads up to them.
Hears: PartyRegistered and PartyHouseholdChanged from points, LotDonated from rural_link.
"""
