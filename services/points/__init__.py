"""Points: who takes part, what they gave in time, goods and money, and what they may have for it (rulebook §0-§11).

Owns: parties with their links and agencies, households, personal data and consents; acts of charity, attendance, volunteer records; rate cards, contributions, sheets, checks;
grants, reversals, clawbacks, the reserve; balances, statements, notices before points lapse, the mutual-aid pool, moves inside a household; the
catalogue, redemptions, settlements; the standing of providers; property-fee rewards, a company's statements and the fees it told; indices.
Says: PartyRegistered, ContributionSettled, PointsGranted, PointsReversed, PointsRedeemed, ProviderSettled, FeeRewardApplied, ReserveStateChanged,
IndexRecomputed and what leads up to them (docs/events.md).
Hears: GiftConfirmed, GiftRefunded, InKindAccepted and InKindReturned from donations, PanelServiceRendered, PanelServiceWithdrawn and a member's
standing (MerchantPlaqued, MerchantSuspended, MerchantReinstated, MerchantLeft) from merchants; of its own PointsRefunded, PointsReversed and PartyErased.
"""
