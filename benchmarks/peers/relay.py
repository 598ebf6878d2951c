"""An outbox relay as one writes it with asyncpg and aio-pika: woken by NOTIFY, 200 rows a turn, all confirms awaited at once."""

import asyncio
import os

import aio_pika
import asyncpg
import orjson
import ready
import uvloop
from aio_pika import DeliveryMode, ExchangeType, Message

BATCH_MAX = 200
POLL_SECONDS = 1.0
TAKE = "SELECT position, event_id, type, body, headers FROM outbox ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED"
DELETE = "DELETE FROM outbox WHERE position = ANY($1::bigint[])"


async def turn(database: asyncpg.Connection, exchange: aio_pika.abc.AbstractExchange) -> int:
    """Send what is next, and forget it when the broker has confirmed it; how many that was."""
    async with database.transaction():
        rows = await database.fetch(TAKE, BATCH_MAX)
        await asyncio.gather(*(exchange.publish(message(row), routing_key=row["type"]) for row in rows))
        if rows:
            await database.execute(DELETE, [row["position"] for row in rows])
    return len(rows)


def message(row: asyncpg.Record) -> Message:
    """The row as it travels."""
    return Message(
        row["body"].encode(),
        message_id=row["event_id"],
        headers=orjson.loads(row["headers"]),
        content_type="application/json",
        delivery_mode=DeliveryMode.PERSISTENT,
    )


async def main() -> None:
    """Send until ended."""
    broker = await aio_pika.connect(os.environ["AMQP_URI"])
    channel = await broker.channel(publisher_confirms=True)
    exchange = await channel.declare_exchange(os.environ["EXCHANGE"], ExchangeType.TOPIC, durable=True)
    database = await asyncpg.connect(os.environ["SOURCE_URL"])
    ears = await asyncpg.connect(os.environ["SOURCE_URL"])
    woken = asyncio.Event()
    await ears.add_listener("outbox", lambda *_: woken.set())
    ready.tell()
    while True:
        woken.clear()
        while await turn(database, exchange) == BATCH_MAX:
            pass
        try:
            await asyncio.wait_for(woken.wait(), POLL_SECONDS)
        except TimeoutError:
            continue


if __name__ == "__main__":
    uvloop.run(main())
