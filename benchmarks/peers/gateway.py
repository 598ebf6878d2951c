"""The first peer's door: Starlette, and calls over the broker by aio-pika, without confirms."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aio_pika
import knowing
import orjson
import pools
import uvicorn
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractIncomingMessage
from asked import Actor, RecordGift, Refused
from keys import Keys, idempotency_key
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CONNECTIONS = 4
TIMEOUT_SECONDS = 3.0
JSON = "application/json"


class Calls:
    """Asks services and waits for their answers."""

    def __init__(self) -> None:
        """Not connected yet."""
        self.numbers = itertools.count()
        self.waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}

    async def connect(self) -> None:
        """Open the connection and listen for answers."""
        connection = await aio_pika.connect(os.environ["AMQP_URI"])
        channel = await connection.channel(publisher_confirms=False)
        self.exchange = channel.default_exchange
        self.answers = await channel.declare_queue(exclusive=True, auto_delete=True)
        await self.answers.consume(self._answered, no_ack=True)

    async def ask(self, service: str, method: str, actor: Actor, **more: Any) -> Any:
        """Ask and wait."""
        number = str(next(self.numbers))
        whose = {"community": actor.community, "party_id": actor.party_id, "roles": list(actor.roles)}
        message = Message(
            orjson.dumps({"method": method, **whose, **more}),
            content_type=JSON,
            correlation_id=number,
            reply_to=self.answers.name,
            expiration=TIMEOUT_SECONDS,
            delivery_mode=DeliveryMode.NOT_PERSISTENT,
        )
        future = self.waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await self.exchange.publish(message, routing_key=f"{service}.calls")
            async with asyncio.timeout(TIMEOUT_SECONDS):
                reply = await future
        except TimeoutError as late:
            raise Refused(503, "unavailable") from late
        finally:
            self.waiting.pop(number, None)
        if "answer" not in reply:
            raise Refused(reply["status"], reply["code"])
        return reply["answer"]

    async def _answered(self, message: AbstractIncomingMessage) -> None:
        future = self.waiting.get(message.correlation_id or "")
        if future is not None and not future.done():
            future.set_result(orjson.loads(message.body))


calls = Calls()


@asynccontextmanager
async def life(app: Starlette) -> AsyncIterator[None]:
    """Connect."""
    app.state.keys = Keys(await pools.pool("gateway", CONNECTIONS))
    await calls.connect()
    yield


async def record_gift(request: Request) -> Response:
    """Record a gift."""
    key = idempotency_key(request.headers)
    actor = await request.app.state.keys.actor(request.headers)
    actor.require("resident", "organisation_agent", "merchant_agent", "village_agent", "community_staff")
    try:
        asked = RecordGift.model_validate_json(await request.body())
    except ValidationError as error:
        raise Refused(422, "invalid") from error
    body = asked.model_dump(mode="json", exclude_unset=True)
    return _respond(await calls.ask("donations", "record_gift", actor, key=key, body=body), 201)


async def get_gift(request: Request) -> Response:
    """Show a gift."""
    actor = await request.app.state.keys.actor(request.headers)
    return _respond(await calls.ask("donations", "get_gift", actor, about=request.path_params["gift_id"]))


async def overview(request: Request) -> Response:
    """Everything about a party."""
    actor = await request.app.state.keys.actor(request.headers)
    party_id = request.path_params["party_id"]
    parts = await asyncio.gather(
        *(calls.ask(service, part, actor, about=party_id) for part, (service, _) in knowing.PARTS.items())
    )
    return _respond(
        {"party_id": party_id, **dict(zip(knowing.PARTS, parts, strict=True)), "partial": False, "missing": []}
    )


async def readyz(_: Request) -> Response:
    """Connected when this answers."""
    return Response()


async def refuse(_: Request, refused: Exception) -> Response:
    """Say no."""
    assert isinstance(refused, Refused)
    return Response(orjson.dumps(refused.body), refused.status, media_type="application/problem+json")


def _respond(answer: dict[str, Any], status: int = 200) -> Response:
    headers = {"ETag": f'"{answer["version"]}"'} if "version" in answer else None
    return Response(orjson.dumps(answer), status, headers, JSON)


app = Starlette(
    routes=[
        Route("/v1/gifts", record_gift, methods=["POST"]),
        Route("/v1/gifts/{gift_id}", get_gift),
        Route("/v1/parties/{party_id}/overview", overview),
        Route("/readyz", readyz),
    ],
    exception_handlers={Refused: refuse},
    lifespan=life,
)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
