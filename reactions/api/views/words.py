"""Lists that are searched for words: a page of those that have them, however many have not.

The database can go through a list in its order and look at each row, which is quick where many
have the words, or collect all that have them by an index of words and sort these, which is quick
where few do. It would choose by statistics that know little of rare words and of beginnings of
words. So some of the next rows are looked at first: how many of these have the words says how to
go on.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from reactions.api.pagination import (
    Joined,
    Page,
    count_rows,
    merged_numbers,
    next_numbers,
    stretch,
    within_stretch,
)
from reactions.api.rows import RowReader, listed_keys
from reactions.api.views.base import Resource
from reactions.filters import having_words, one_by_one

# How many pages of the list are looked at row by row: at first, and where as many as that fill
# one, going by what was found; and in how many of them those are looked for by the index of words.
_AT_FIRST, _FURTHER, _BY_INDEX = 5, 30, 100
# All that have the words, or are of some sources, are collected and sorted where the database takes
# them for no more than so many. So many times a page of the first is then looked at, and so many
# times where that leaves less than a page: some may belong to one row of the list, or be left out
# by other filters.
_COLLECTED, _MARGINS = 20_000, (1.25, 4)


class Worded(Resource):
    """A list with the filter `q`: words that stand in `words_column` of the rows of `worded`.

    These have by `places` the columns that the list is ordered by: "pk" is the row of the list
    that they belong to, several of them perhaps to one.
    """

    words_column: ClassVar[str]
    places: ClassVar[dict[str, str]]

    @classmethod
    def worded(cls) -> QuerySet[Any]:
        """The rows whose words are looked for."""
        raise NotImplementedError

    def line(self) -> tuple[QuerySet[Any], dict[str, str]]:
        """What follows each other as the list's rows do, narrowed as far as an index in this order
        knows; the names of the list's columns there, where they are others."""
        raise NotImplementedError

    def read(self, reader: RowReader) -> Page:
        """The page that was asked for: of the next rows, where many have the words; else of the
        first of all that have them, where these are not too many to be collected."""
        if not self.asked["q"]:
            return super().read(reader)
        page, is_whole = self._among_next(reader, _AT_FIRST)
        if not (page.further or is_whole):
            found = len(page.rows) / (_AT_FIRST * self.asked["limit"])
            if found >= 1 / _FURTHER:
                page, is_whole = self._among_next(reader, _FURTHER)
            elif found >= 1 / _BY_INDEX:
                page, is_whole = self._among_next(reader, _BY_INDEX, by_index=True)
        if page.further or is_whole:
            return page
        return self.among_collected(self._having_words(), reader, but="q") or super().read(reader)

    def _among_next(
        self, reader: RowReader, pages: int, *, by_index: bool = False
    ) -> tuple[Page, bool]:
        """The page as far as it is found in the next so many pages of the list; whether that is
        all, since the list ends there."""
        line, names = self.line()
        order, position = self.order(), self.position()
        length = pages * self.asked["limit"]
        next_rows = stretch(line, order, names, position=position, length=length)
        if by_index:
            place = self.places[order[0].removeprefix("-")]
            near = {f"{place}__{name}": value for name, value in next_rows.ends.items()}
            found = Q(pk__in=self._having_words().filter(**near).values(self.places["pk"]))
        else:
            one = self.worded().filter(**{self.places["pk"]: OuterRef("pk")})
            found = Q(Exists(one.filter(one_by_one(self.words_column, self._words()))))
        rows = within_stretch(
            self.narrowed(self.rows_of(reader), but="q"),
            order,
            self.joined(),
            position=position,
            within=next_rows,
        )
        return self.page_of(rows.filter(found), reader), next_rows.next_row is None

    def among_collected(self, found: QuerySet[Any], reader: RowReader, *, but: str) -> Page | None:
        """The page of the first rows of the list that those of `found` belong to, some of
        `worded`: those that the filter named by `but` leaves. None where they are too many, or
        other filters leave too few of the first."""
        if count_rows(found, "estimate") > _COLLECTED:
            return None
        rows = self.narrowed(self.rows_of(reader), but=but)
        for margin in _MARGINS:
            most = int(margin * (self.asked["limit"] + 1))
            numbers = next_numbers(
                found, self.order(), self.places, position=self.position(), most=most
            )
            page = self.page_of(rows.filter(pk__any=listed_keys(numbers)), reader)
            if page.further or len(numbers) < most:
                return page
        return None

    def among_merged(
        self, parts: list[QuerySet[Any]], names: Joined, reader: RowReader, *, but: str
    ) -> Page | None:
        """The page of the first rows of the list that those of some part belong to, each of which
        an index gives in order, by the columns that `names` has where they are others: those that
        the filter named by `but` leaves. None where other filters leave too few of the first."""
        most = int(_MARGINS[0] * (self.asked["limit"] + 1))
        numbers, are_all = merged_numbers(
            parts, self.order(), names, position=self.position(), most=most
        )
        rows = self.narrowed(self.rows_of(reader), but=but)
        page = self.page_of(rows.filter(pk__any=listed_keys(numbers)), reader)
        return page if page.further or are_all else None

    def _having_words(self) -> QuerySet[Any]:
        return self.worded().filter(having_words(self.words_column, self._words()))

    def _words(self) -> list[str]:
        words: str = self.asked["q"]
        return words.split()
