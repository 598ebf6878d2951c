"""The ids that rural_link's things carry; client-made, so that a retry is recognised."""

from __future__ import annotations

from typing import Annotated

from contracts.kinds import identifier

PartnerId = Annotated[str, identifier("ptn")]
AgreementId = Annotated[str, identifier("agr")]
LotId = Annotated[str, identifier("lot")]
OutflowId = Annotated[str, identifier("out")]
LotDonationId = Annotated[str, identifier("ldn")]
StepId = Annotated[str, identifier("stp")]
OrderId = Annotated[str, identifier("ord")]
