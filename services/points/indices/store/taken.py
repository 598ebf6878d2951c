"""What still stands of a grant (as `g`) at an instant: what it gave less what was taken back of it by then. Parts of larger statements."""

from __future__ import annotations

OF_EACH = """LEFT JOIN LATERAL (
       SELECT sum(cv)::bigint AS cv FROM grant_reversals
        WHERE community = :community AND grant_id = g.grant_id AND reversed_at <= :as_of) AS taken ON true"""
"""For few grants: one look at an index for each."""

OF_ALL = """LEFT JOIN (
       SELECT grant_id, sum(cv)::bigint AS cv, sum(minutes)::bigint AS minutes FROM grant_reversals
        WHERE community = :community AND reversed_at <= :as_of GROUP BY grant_id) AS taken ON taken.grant_id = g.grant_id"""
"""For all grants of a community: everything that was taken back, once."""

CV = "(g.cv - coalesce(taken.cv, 0))"
MINUTES = "(g.minutes - coalesce(taken.minutes, 0))"
