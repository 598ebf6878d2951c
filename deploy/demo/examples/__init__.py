"""The rulebook's worked examples of several months (§4, §6, §10, §11), played through the same doors in two small communities of their own.

They come before the festival, from June 2024 to July 2026 as the rulebook dates them; then the clock goes back to the festival, which so
has nothing behind it. A play that finishes a broken-off festival does not begin them again: the clock would pass over what hangs there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from deploy.demo.api import Api, Somebody
from deploy.demo.examples import books, six, stage
from deploy.demo.examples.stage import Given
from deploy.demo.town import FESTIVAL, Town

NOTICE = timedelta(days=10)
"""The longest notice is seven days."""
OPENED = date(2024, 6, 2)
PUT_FORWARD = (
    OPENED,
    date(2024, 8, 2),
    date(2024, 10, 2),
    date(2024, 12, 2),
    date(2025, 2, 2),
    date(2025, 3, 2),
    date(2026, 5, 10),
)
FEAST, COMPARED = PUT_FORWARD[3] + NOTICE, PUT_FORWARD[5] + NOTICE
SPENT, REMINDED, GIVEN_BACK, COVERED = PUT_FORWARD[-1], date(2026, 6, 30), date(2026, 7, 5), date(2026, 7, 6)
EVE, LAST_NIGHT = "2026-05-09", "2026-07-05"


@dataclass
class Examples:
    """The two communities; whether this play showed them, and what it says of them."""

    books: Town
    six: Town
    played: bool = False
    rows: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def beside(cls, api: Api, first: Somebody, second: Somebody) -> Examples:
        """On the same platform, with the same operators; requests are counted together."""
        money, parties = (
            stage.stage(Api(api.url, community, told=api.told), first, second)
            for community in (books.COMMUNITY, six.COMMUNITY)
        )
        return cls(books=money, six=parties)

    @property
    def towns(self) -> list[Town]:
        """Those that were played."""
        return [self.books, self.six] if self.played else []

    def play(self, step: Callable[[], None]) -> None:
        """Day by day, unless an earlier play has come to the end; `step` is told of each request. Raises what the festival does."""
        if books.published(self.books):
            self.rows = [("规则算例 worked examples", "先前已演示 shown before")]
        else:
            self._play(step)
        # However far an earlier play came: the festival's clock stands in the festival's year from its first request on.
        if self._now() >= stage.at(OPENED):
            self._clock(FESTIVAL)

    def _play(self, step: Callable[[], None]) -> None:
        self.played = True
        self.books.api.step = self.six.api.step = step
        stage.open_stage(self.books, books.everybody())
        stage.open_stage(self.six, six.everybody())
        # The last year is visited while nothing is there: else its first day would make up for four hundred nights in which nothing was given.
        if self._night() < EVE:
            self._clock(stage.at(SPENT, stage.CLOCK))
            self.six.eventually(lambda: self._night() >= EVE, "a first night")
        days = {*PUT_FORWARD, *(day + NOTICE for day in PUT_FORWARD), REMINDED, GIVEN_BACK, COVERED}
        for day in sorted(days):
            self._clock(stage.at(day, stage.CLOCK))
            self._at(day)
        # Jobs of the days that were passed over would else go on while it is another year.
        self.six.eventually(lambda: self._night() == LAST_NIGHT, "the last night's indices")
        for town in self.towns:
            town.quiet()
        self.rows = [*self.books.rows, *self.six.rows]

    def _at(self, day: date) -> None:
        """What is done on a day: what is put forward is settled after its notice."""
        if day == OPENED:
            books.begin(self.books)
            six.begin(self.six)
        if day == SPENT:
            books.spend(self.books)
        for town, given in self._given(day):
            stage.put_forward(town, given)
        for town, given in self._given(day - NOTICE):
            stage.settle(town, given)
        if day == FEAST:
            books.feast(self.books)
        if day == COMPARED:
            six.compare(self.six)
            six.couple(self.six)
        if day == REMINDED:
            books.remind(self.books)
        if day == GIVEN_BACK:
            books.give_back(self.books)
        if day == COVERED:
            books.cover(self.books)

    def _clock(self, at: datetime) -> None:
        """Move the platform's clock, back too: what was done on later days by a broken-off play is not done again on earlier ones."""
        self.books.offset = None
        self.books.set_time(at)
        self.six.now = at

    def _now(self) -> datetime:
        moved = self.books.api.get(self.books.admin, "/v1/operations/clock")["offset_seconds"]
        return datetime.now(UTC) + timedelta(seconds=moved)

    def _given(self, day: date) -> list[tuple[Town, list[Given]]]:
        if day not in PUT_FORWARD:
            return []
        turn = PUT_FORWARD.index(day)
        months = [(self.six, six.given(self.six, turn))] if turn < six.PAIRS else []
        there = books.given(self.books, day)
        return [*months, (self.books, there)] if there else months

    def _night(self) -> str:
        """The last night of the examples of which indices are published, if any is; a platform that just began had one of its own."""
        nights = self.six.api.get(None, "/v1/community-index/history?limit=3")["items"]
        return max((str(one["day"]) for one in nights if one["day"] <= LAST_NIGHT), default="")
