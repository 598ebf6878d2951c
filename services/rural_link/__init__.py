"""rural_link: village partners, three-party agreements, produce lots with their papers and trace, orders.

Owns partners, agreements, lots, orders and the trace of every lot. Says PartnerRegistered, AgreementSigned, LotCommissioned, LotPublished,
LotHeld, LotDonated, OrderPlaced, OrderDelivered and more (contracts/rural_link/events.py). Hears PartyRegistered and PartyErased, from points,
and InKindReturned, from donations.
Guards: no lot is offered without the papers its category needs, no pack is sold twice, and what leaves a lot never exceeds what came in.
"""
