"""What still stands of a grant (as `g`) at an instant: its CV less what was taken back of it by then. Parts of larger statements."""

from __future__ import annotations

TAKEN = ""
CV = "g.cv"
