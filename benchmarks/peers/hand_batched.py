"""A consumer by somebody who knows that batching pays: up to a hundred messages in one transaction and one acknowledgement."""

import asyncio
import os

import aio_pika
import asyncpg
import ready
import uvloop
from aio_pika import ExchangeType
from aio_pika.abc import AbstractIncomingMessage
from pydantic import BaseModel

BATCH_MAX = 100
LINGER_SECONDS = 0.002
CLAIM = """
INSERT INTO inbox (queue, event_id, handled_at) SELECT $1, event_id, now() FROM unnest($2::text[]) AS event_id ORDER BY event_id
ON CONFLICT DO NOTHING RETURNING event_id
"""
APPLY = "INSERT INTO effects (thing, number) SELECT * FROM unnest($1::text[], $2::bigint[]) AS x"


class Noted(BaseModel):
    """What the event says."""

    community: str
    thing: str
    number: int


async def gathered(waiting: asyncio.Queue[AbstractIncomingMessage]) -> list[AbstractIncomingMessage]:
    """A first message, and what has come with it."""
    batch = [await waiting.get()]
    while len(batch) < BATCH_MAX:
        try:
            batch.append(waiting.get_nowait())
        except asyncio.QueueEmpty:
            try:
                batch.append(await asyncio.wait_for(waiting.get(), LINGER_SECONDS))
            except TimeoutError:
                break
    return batch


async def handle(database: asyncpg.Connection, batch: list[AbstractIncomingMessage]) -> None:
    """Claim all and do what is new, in one transaction."""
    events = {message.message_id: Noted.model_validate_json(message.body) for message in batch}
    async with database.transaction():
        claimed = await database.fetch(CLAIM, os.environ["QUEUE"], list(events))
        new = [events[row["event_id"]] for row in claimed]
        if new:
            await database.execute(APPLY, [event.thing for event in new], [event.number for event in new])
    await batch[-1].ack(multiple=True)


async def main() -> None:
    """Hear until ended."""
    broker = await aio_pika.connect(os.environ["AMQP_URI"])
    channel = await broker.channel()
    await channel.set_qos(prefetch_count=2 * BATCH_MAX)
    exchange = await channel.declare_exchange(os.environ["EXCHANGE"], ExchangeType.TOPIC, durable=True)
    queue = await channel.declare_queue(os.environ["QUEUE"], durable=True, arguments={"x-queue-type": "quorum"})
    await queue.bind(exchange, os.environ["TYPE"])
    database = await asyncpg.connect(os.environ["TARGET_URL"])
    waiting: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    await queue.consume(waiting.put)
    ready.tell()
    while True:
        await handle(database, await gathered(waiting))


if __name__ == "__main__":
    uvloop.run(main())
