"""merchants: the alliance of charitable merchants, its initiative of ten clauses, and the tasting panel.

Owns members, assents, panels, their sealed ballots, and which judge's service was withdrawn. Says MerchantVerified … MerchantLeft, BallotCast,
TallySealed, TallyPublished, AwardGiven, PanelServiceRendered and PanelServiceWithdrawn (contracts/merchants/events.py). Hears PartyRegistered,
PartyHouseholdChanged and PartyErased, from points.
Guards: nobody verifies their own entry, one ballot a plate, and no score is read by anybody before the result is public.
"""
