"""The textbook consumer: FastStream calls a handler for each message, which claims it and works in a transaction of its own.

Forty messages at a time, twenty connections.
"""

import asyncio
import os

import asyncpg
import ready
import uvloop
from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, ExchangeType, QueueType, RabbitBroker, RabbitExchange, RabbitMessage, RabbitQueue
from pydantic import BaseModel

CONCURRENT, CONNECTIONS = 40, 20
CLAIM = (
    "INSERT INTO inbox (queue, event_id, handled_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING RETURNING event_id"
)
APPLY = "INSERT INTO effects (thing, number) VALUES ($1, $2)"

broker = RabbitBroker(os.environ["AMQP_URI"], default_channel=Channel(prefetch_count=CONCURRENT), logger=None)
app = FastStream(broker, logger=None)
queue = RabbitQueue(os.environ["QUEUE"], queue_type=QueueType.QUORUM, durable=True, routing_key=os.environ["TYPE"])
exchange = RabbitExchange(os.environ["EXCHANGE"], type=ExchangeType.TOPIC, durable=True)


class Noted(BaseModel):
    """What the event says."""

    community: str
    thing: str
    number: int


@broker.subscriber(queue, exchange, ack_policy=AckPolicy.NACK_ON_ERROR, no_reply=True)
async def note(event: Noted, message: RabbitMessage) -> None:
    """Do it once."""
    async with pool.acquire() as database, database.transaction():
        if await database.fetchval(CLAIM, queue.name, message.message_id) is not None:
            await database.execute(APPLY, event.thing, event.number)


async def main() -> None:
    """Hear until ended."""
    global pool  # noqa: PLW0603 - as its documentation does it
    pool = await asyncpg.create_pool(os.environ["TARGET_URL"], min_size=CONNECTIONS, max_size=CONNECTIONS)
    running = asyncio.create_task(app.run())
    while not broker.running:  # noqa: ASYNC110 - it offers nothing to wait for
        await asyncio.sleep(0.05)
    ready.tell()
    await running


if __name__ == "__main__":
    uvloop.run(main())
