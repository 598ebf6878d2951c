"""Makes the process green: import it before anything else, because locks made earlier would stay native and stop everybody."""

import eventlet

eventlet.monkey_patch()
