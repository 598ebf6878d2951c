"""A service's program: `python -m chassis.run points`. Monkey-patches before anything else is imported: locks made earlier would stay native."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402 - see above

from chassis.runner import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
