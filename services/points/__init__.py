"""Points: who takes part, what they gave in time, goods and money, and what they may have for it (rulebook §1-§4, §8, §9).

Owns: parties, acts of charity and who came, volunteer records, rate cards, contributions, grants, balances, the catalogue, redemptions, property-fee rewards and a company's statements,
notices before points lapse, the mutual-aid pool, moves inside a household.
Says: PartyRegistered, ContributionSettled, PointsGranted, PointsHeld, PointsRedeemed, FeeRewardApplied and what leads up to them.
Hears: GiftConfirmed and InKindAccepted from donations, PanelServiceRendered from merchants.
"""
