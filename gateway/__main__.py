"""The gateway's program: `python -m gateway`."""

import chassis.green  # noqa: F401 - before all else
from chassis import web
from gateway import settings
from gateway.serving import Serving


def main() -> None:
    """Serve until SIGTERM."""
    given = settings.read()
    serving = Serving(given)
    web.serve(serving.app, host=given.host, port=given.port, stopping=serving.stopping)


if __name__ == "__main__":
    main()
