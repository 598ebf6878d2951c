"""The relay with a loop that can be broken: `python -m tests.faults.relay donations`."""

import sys

from chassis import broker, relay
from chassis.relays import Relay
from tests.faults.breaking import breakable

# So that a wire that went dead is noticed in seconds.
broker.HEARTBEAT_SECONDS = 2
relay.STUCK_SECONDS = 9.5
breakable(Relay, "_turn", "relay")

if __name__ == "__main__":
    relay.main(sys.argv[1:])
