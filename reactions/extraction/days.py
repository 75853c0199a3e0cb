"""Finds the days that a sentence tells of, resolved against its article's day of publication.

Follows the codebook's "Days": a day without more is the last that fits and never after
publication, unless the sentence looks ahead; "overnight" is the day of publication; "last week"
and a bare month have the precision that they say, and the last day that fits.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, NamedTuple

import ahocorasick

from reactions.extraction.codebook import DayPrecision


@dataclass(frozen=True, slots=True)
class DayMention:
    """An expression of time, at its offsets in the string that was read.

    `future` holds where the sentence looks ahead of publication; only then is `day` after it.
    `background` holds where the words point to an earlier year ("in 2010", "last year").
    """

    start: int
    end: int
    day: date
    precision: DayPrecision = DayPrecision.DAY
    future: bool = False
    background: bool = False


@dataclass(frozen=True)
class _Setting:
    """What an expression is resolved against: two days, and the words before it."""

    published: date
    anchor: date | None
    before: str

    @cached_property
    def tense(self) -> tuple[bool, bool]:
        """Whether the last verb before the expression looks ahead, and whether it looks back."""
        clause = _CLAUSE_END.split(self.before)[-1]
        ahead = max((match.end() for match in _LOOKING_AHEAD.finditer(clause)), default=-1)
        back = max((match.end() for match in _LOOKING_BACK.finditer(clause)), default=-1)
        return ahead >= back and ahead >= 0, back > ahead

    @property
    def ahead(self) -> bool:
        return self.tense[0]

    @property
    def back(self) -> bool:
        return self.tense[1]


_Resolver = Callable[[re.Match[str], _Setting], DayMention | None]


class _Wording(NamedTuple):
    """How a day may be told, with the words that it needs: to search for those is quick and mostly
    fails.
    """

    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    resolve: _Resolver


_EXPRESSIONS: list[_Wording] = []


class Expression(NamedTuple):
    """Words of a sentence that may tell a day, with the rule that resolves them."""

    match: re.Match[str]
    resolve: _Resolver


def find_days(sentence: str, *, published: date, anchor: date | None = None) -> list[DayMention]:
    """Return the expressions of time in `sentence` that name a day, in order.

    `anchor` is the day last told, for "two days later" and "the same evening"; without one such
    expressions are passed over, but for those that look back ("a day earlier"), which are then
    resolved against the day of publication. What names no real day (31 June) is passed over.
    """
    expressions = find_expressions(sentence)
    return resolve_days(sentence, expressions, published=published, anchor=anchor)


def find_expressions(sentence: str) -> list[Expression]:
    """Return what may tell a day in `sentence`, for `resolve_days`."""
    numbers = {number for _, held in _needed().iter(sentence) for number in held}
    lowered = _needed(small=True).iter(sentence.lower())
    numbers.update(number for _, held in lowered for number in held)
    return [
        Expression(match, _EXPRESSIONS[number].resolve)
        for number in sorted(numbers)
        for match in _EXPRESSIONS[number].pattern.finditer(sentence)
    ]


def resolve_days(
    sentence: str, expressions: Iterable[Expression], *, published: date, anchor: date | None
) -> list[DayMention]:
    """Return the days that the expressions of a sentence name; see `find_days`."""
    found = [
        mention
        for expression in expressions
        if (mention := _resolved(expression, published, anchor)) is not None
    ]
    found += _counted_from_told(sentence, found)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    return _without_overlaps(found)


def _resolved(expression: Expression, published: date, anchor: date | None) -> DayMention | None:
    match = expression.match
    before = match.string[max(0, match.start() - 80) : match.start()]
    try:
        mention = expression.resolve(match, _Setting(published, anchor, before))
    except (ValueError, OverflowError):
        return None  # no such day
    if mention is None or (mention.day > published and not mention.future):
        return None
    return mention


def _without_overlaps(mentions: list[DayMention]) -> list[DayMention]:
    kept: list[DayMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _expression(pattern: str, *needs: str, flags: int = 0) -> Callable[[_Resolver], _Resolver]:
    """Register the function below as the one that resolves what `pattern` matches.

    The pattern is tried only on sentences that hold one of the strings that it `needs`, as they
    stand or in lower case.
    """

    def register(resolve: _Resolver) -> _Resolver:
        _EXPRESSIONS.append(_Wording(needs, re.compile(pattern, flags), resolve))
        return resolve

    return register


def _mention(
    match: re.Match[str], day: date, precision: DayPrecision = DayPrecision.DAY
) -> DayMention:
    return DayMention(match.start(), match.end(), day, precision)


# A date without year that lies at most so far ahead is the coming one; the past one is older.
_COMING = timedelta(days=45)
_COMING_IF_AHEAD = timedelta(days=200)
# A date with its year that is so far back belongs to an earlier time.
_LONG_AGO = timedelta(days=300)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|"
    r"(?:JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|"
    r"JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)"
)
_YEAR = r"(?:19|20)\d\d"
_DIGITS = tuple("0123456789")
_CENTURIES = ("19", "20")
_THE_AND_DIGIT = tuple(f"the {digit}" for digit in _DIGITS)
_DIGITS_AND_STOP = tuple(f"{digit}{stop}" for digit in _DIGITS for stop in "./")
_PARTS = (" morning", " afternoon", " evening", " night")
_MONTHS_WRITTEN = (*(month.title() for month in _MONTHS), *(month.upper() for month in _MONTHS))
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
# The first day of "9-10 August": the last one is the day that counts.
_FIRST_OF_TWO = rf"(?:{_ORDINAL}(?:\s?[-–/]\s?|\s(?:and|to|or)\s))?"
_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_PART = r"(?:morning|afternoon|evening|night)"
_LOOKING_AHEAD = re.compile(
    r"\b(?:(?:will|would|shall|"
    r"(?:is|are|was|were|due|scheduled|expected|planned|plans?|planning|set|ready|hopes|intends|"
    r"invited) to|"
    r"(?:agreed|decided|vowed|promised|pledged|asked|election|summit|meeting) to "
    r"(?=meet|hold|convene|gather|visit|travel|fly|take|be |start|begin))"
    r"(?: not| also| then)?(?: be| take)?(?: \w+)?|"
    r"(?:due|scheduled|expected|planned|upcoming|slated|set for)|(?:until|till|from) $)"
)
_DAY_FOLLOWS = re.compile(r"\s\d|\w")
_CLAUSE_END = re.compile(r"[;:.!?]\s")
_LOOKING_BACK = re.compile(
    r"\b(?:said|says|told|\w{2,}ed|was|were|had|has|have|met|held|took|went|made|came|gave|sent|"
    r"wrote|spoke|left|put|cut|saw|began|won|lost|fell|fled|broke|drew)\b"
)


_FROM_TOLD = re.compile(
    rf"\b(?:(?:({_NUMBER}) )?(day|week|hour)s?|the (day|eve)) "
    r"(after|before|of|following) (?=[^.,;:!?\"“”|\n]{0,60}$)",
    re.IGNORECASE,
)
"""What is counted from a day that the sentence tells right after: "two days after the vote on"."""


def _counted_from_told(sentence: str, told: list[DayMention]) -> list[DayMention]:
    """The days counted from one told next: "the day after the vote on 9 August"."""
    if " after " not in sentence and " before " not in sentence and "eve of " not in sentence:
        return []
    found = []
    for day in told:
        if day.precision is not DayPrecision.DAY or day.background:
            continue
        match = _FROM_TOLD.search(sentence[: day.start])
        if match is None or (match[4].lower() == "of") != ((match[3] or "").lower() == "eve"):
            continue
        unit = (match[2] or match[3]).lower()
        number = 0 if unit == "hour" else _number(match[1] or "a")
        if match[2] and not match[1] and unit != "hour":
            continue  # "days after the vote on Sunday"
        back = match[4].lower() == "before" or unit == "eve"
        shift = number * (_WEEK if unit == "week" else _DAY)
        counted = day.day - shift if back else day.day + shift
        future = day.future and not back
        found.append(replace(day, start=match.start(), day=counted, future=future))
    return found


@_expression(rf"(?<![\w-])({_YEAR})-(\d\d)-(\d\d)(?!\d)", *_CENTURIES)
def _iso_date(match: re.Match[str], setting: _Setting) -> DayMention | None:
    year, month, day = (int(part) for part in match.groups())
    return _dated(match, date(year, month, day), setting)


@_expression(rf"(?<![\w.])(\d{{1,2}})([./])(\d{{1,2}})\2({_YEAR})(?!\d)", *_DIGITS_AND_STOP)
def _numeric_date(match: re.Match[str], setting: _Setting) -> DayMention | None:
    day, month = int(match[1]), int(match[3])
    if month > 12:  # American order
        day, month = month, day
    return _dated(match, date(int(match[4]), month, day), setting)


@_expression(r"(?<![\w.])(\d\d)\.(\d\d)\.(?![\d])", *_DIGITS_AND_STOP)
def _numeric_date_without_year(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return _yearless(match, int(match[2]), int(match[1]), setting)


@_expression(
    rf"(?:\b{_WEEKDAY},? )?(?:\bthe )?(?<![\w.,]){_FIRST_OF_TWO}({_ORDINAL})"
    rf"(?:\s+|-|\sof\s)({_MONTH})(?:,?\s({_YEAR}))?(?!\w)",
    *_MONTHS_WRITTEN,
)
def _day_and_month(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return _day_of_month(match, month=match[2], day=match[1], year=match[3], setting=setting)


@_expression(
    rf"(?:\b{_WEEKDAY},? )?\b({_MONTH})\s{_FIRST_OF_TWO}({_ORDINAL})(?![\w:.]\d|\w)"
    rf"(?:,?\s({_YEAR}))?(?!\w)",
    *_MONTHS_WRITTEN,
)
def _month_and_day(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return _day_of_month(match, month=match[1], day=match[2], year=match[3], setting=setting)


@_expression(rf"\b({_MONTH}),?\s(?:of\s)?({_YEAR})(?!\w)", *_MONTHS_WRITTEN)
def _month_and_year(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return _month_of(match, int(match[2]), _month_number(match[1]), setting)


@_expression(
    rf"(?<=in )({_MONTH})|(?<=since )({_MONTH})|(?<=last )({_MONTH})|(?<=until )({_MONTH})|"
    rf"\b(?:[Ee]arly |[Ll]ate |[Mm]id-|[Tt]his |[Dd]uring |[Nn]ext |[Uu]ntil |[Ff]rom )({_MONTH})"
    r"(?!\w|\s\d)",
    *_MONTHS_WRITTEN,
)
def _bare_month(match: re.Match[str], setting: _Setting) -> DayMention | None:
    if _DAY_FOLLOWS.match(match.string, match.end()):
        return None  # it is that day
    month = _month_number(next(group for group in match.groups() if group))
    published = setting.published
    past = published.year - (month > published.month)
    coming = date(past + 1, month, 1)
    near = coming - published <= _COMING and not setting.back
    if near or setting.ahead or match[0].lower().startswith("next"):
        return _month_of(match, coming.year, month, setting)
    return _month_of(match, past, month, setting)


@_expression(rf"\b({_MONTH}),?(?: of)? (last|this) year\b", *_MONTHS_WRITTEN)
def _month_of_year(match: re.Match[str], setting: _Setting) -> DayMention | None:
    year = setting.published.year - (match[2] == "last")
    return _month_of(match, year, _month_number(match[1]), setting)


@_expression(
    rf"(?:(?<=\b[Oo]n )the|\b{_WEEKDAY},? the) (\d{{1,2}})(?:st|nd|rd|th)\b"
    rf"(?! (?:floor|{_MONTH}|of ))",
    *_THE_AND_DIGIT,
)
def _bare_day_of_month(match: re.Match[str], setting: _Setting) -> DayMention | None:
    day, published = int(match[1]), setting.published
    past = published if day <= published.day else published.replace(day=1) - _DAY
    past = past.replace(day=day)
    if day > published.day and not setting.back:
        coming = published.replace(day=day)
        if setting.ahead or coming - published < published - past:
            return replace(_mention(match, coming), future=True)
    return _mention(match, past)


@_expression(
    rf"\b({_WEEKDAY})(?: {_PART})?(?: of)? last week\b|"
    rf"\b[Ll]ast week(?:'s|’s|,| on)? ({_WEEKDAY})\b",
    "week",
)
def _weekday_of_last_week(match: re.Match[str], setting: _Setting) -> DayMention | None:
    monday = setting.published - setting.published.weekday() * _DAY - _WEEK
    return _mention(match, monday + _weekday_number(match[1] or match[2]) * _DAY)


@_expression(
    rf"(?<!Mail on )\b(?:(last|next|coming|past|this) )?({_WEEKDAY})s?\b"
    r"(?! (?:Times|Telegraph|Mail|Mirror|Express|Herald|Post|Tribune|Independent|World)\b)",
    *_WEEKDAYS,
    flags=re.IGNORECASE,
)
def _weekday(match: re.Match[str], setting: _Setting) -> DayMention | None:
    which, published = (match[1] or "").lower(), setting.published
    back = (published.weekday() - _weekday_number(match[2])) % 7
    if which in ("next", "coming") or (back and which not in ("last", "past") and setting.ahead):
        return replace(_mention(match, published + (7 - back) * _DAY), future=True)
    if which == "last" and back == 0:
        back = 7
    return _mention(match, published - back * _DAY)


@_expression(
    rf"\b(?:today|tonight|overnight|this {_PART}|"
    rf"(?:{_NUMBER} |some |several )?(?:hours?|minutes) ago)\b",
    "today",
    "tonight",
    "overnight",
    "hour",
    "minute",
    *_PARTS,
    flags=re.IGNORECASE,
)
def _today(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return _mention(match, setting.published)


@_expression(r"\bthe day before yesterday\b", "yesterday", flags=re.IGNORECASE)
def _day_before_yesterday(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return _mention(match, setting.published - 2 * _DAY)


@_expression(
    r"\b(?:yesterday|(?:late )?last (?:night|evening)|(?:shortly|just) before midnight)\b",
    "yesterday",
    "night",
    "evening",
    flags=re.IGNORECASE,
)
def _yesterday(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return _mention(match, setting.published - _DAY)


@_expression(r"\btomorrow\b", "tomorrow", flags=re.IGNORECASE)
def _tomorrow(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return replace(_mention(match, setting.published + _DAY), future=True)


@_expression(rf"\b({_NUMBER}) (day|week|month|year)s? ago\b", "ago", flags=re.IGNORECASE)
def _some_time_ago(match: re.Match[str], setting: _Setting) -> DayMention | None:
    unit = match[2].lower()
    day = _shifted(setting.published, -_number(match[1]), unit)
    return replace(_mention(match, day, DayPrecision(unit)), background=unit == "year")


@_expression(
    r"\b(?:years|decades|an? (?:decade|generation)|generations) (?:ago|earlier)\b", "ago", "earlier"
)
def _long_ago(match: re.Match[str], setting: _Setting) -> DayMention | None:
    day = date(setting.published.year - 1, 12, 31)
    return replace(_mention(match, day, DayPrecision.YEAR), background=True)


@_expression(
    rf"\b({_NUMBER}) (day|night|week|month|year)s? (later|earlier|before)\b",
    "later",
    "earlier",
    "before",
    flags=re.IGNORECASE,
)
def _some_time_from_the_anchor(match: re.Match[str], setting: _Setting) -> DayMention | None:
    unit = match[2].lower().replace("night", "day")
    forward = match[3].lower() == "later"
    origin = setting.anchor or (None if forward else setting.published)
    if origin is None:
        return None
    day = _shifted(origin, _number(match[1]) * (1 if forward else -1), unit)
    found = _mention(match, day, DayPrecision(unit) if unit != "week" else DayPrecision.DAY)
    background = unit == "year" and not forward
    return replace(found, future=day > setting.published, background=background)


@_expression(
    rf"\bthe (next|following|previous|preceding) (?:day|{_PART})\b|\bthe (eve) of\b|"
    r"\bthe day (after|before)\b(?! (?:yesterday|tomorrow))|\b(next) (?:day|morning)\b",
    " day",
    "eve of",
    *_PARTS,
    flags=re.IGNORECASE,
)
def _neighbour_of_the_anchor(match: re.Match[str], setting: _Setting) -> DayMention | None:
    which = next(group for group in match.groups() if group).lower()
    if which in ("next", "following", "after"):
        if setting.anchor is None:
            return None
        day = setting.anchor + _DAY
        return replace(_mention(match, day), future=day > setting.published)
    if setting.anchor is None and which in ("before", "eve"):
        return None  # before what is told next, not before publication
    return _mention(match, (setting.anchor or setting.published) - _DAY)


@_expression(
    rf"\b(?:the same|that(?: same)?) (?:day|{_PART})\b|\blater (?:the same|that) (?:day|{_PART})\b",
    " day",
    *_PARTS,
    flags=re.IGNORECASE,
)
def _day_of_the_anchor(match: re.Match[str], setting: _Setting) -> DayMention | None:
    return None if setting.anchor is None else _mention(match, setting.anchor)


@_expression(
    r"\b(?:(?:earlier|later|late|early|sometime) )?(this|last|next|the (?:past|previous)) "
    r"(week|month|year)\b(?! ago)",
    "week",
    "month",
    "year",
    flags=re.IGNORECASE,
)
def _period(match: re.Match[str], setting: _Setting) -> DayMention | None:
    which, unit = match[1].lower(), match[2].lower()
    precision, published = DayPrecision(unit), setting.published
    if which == "next":
        return replace(_mention(match, _shifted(published, 1, unit), precision), future=True)
    if which == "this" or which == "the past":
        return _mention(match, published, precision)
    first_of_this = {
        "week": published - published.weekday() * _DAY,
        "month": published.replace(day=1),
        "year": published.replace(month=1, day=1),
    }[unit]
    last = _mention(match, first_of_this - _DAY, precision)
    return replace(last, background=unit == "year")


@_expression(
    r"\b(?:(?:over|at|on|during) the|(this|last|next|the past)) weekend\b",
    "weekend",
    flags=re.IGNORECASE,
)
def _weekend(match: re.Match[str], setting: _Setting) -> DayMention | None:
    published = setting.published
    if (match[1] or "").lower() == "next" or (setting.ahead and published.weekday() < 5):
        sunday = published + (6 - published.weekday()) * _DAY
        return replace(_mention(match, sunday, DayPrecision.WEEK), future=True)
    if published.weekday() == 5 and (match[1] or "").lower() != "last":
        return _mention(match, published, DayPrecision.WEEK)
    back = (published.weekday() + 1) % 7
    return _mention(match, published - back * _DAY, DayPrecision.WEEK)


@_expression(rf"\b(?:the )?(?:early |late |mid-)?({_YEAR})s\b", *_CENTURIES)
def _decade(match: re.Match[str], setting: _Setting) -> DayMention | None:
    day = min(date(int(match[1]) + 9, 12, 31), setting.published)
    return replace(_mention(match, day, DayPrecision.YEAR), background=True)


@_expression(
    rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|until|from|of|by|early|late|mid|the|and|between|after|before)"
    rf"[ -]({_YEAR})(?![\w%-]|[.,]\d)",
    *_CENTURIES,
)
def _year(match: re.Match[str], setting: _Setting) -> DayMention | None:
    year, published = int(match[1]), setting.published
    day = date(year, 12, 31)
    found = replace(_mention(match, min(day, published), DayPrecision.YEAR), start=match.start(1))
    if year > published.year:
        return replace(found, day=day, future=True)
    return replace(found, background=year < published.year)


def _day_of_month(
    match: re.Match[str], *, month: str, day: str, year: str | None, setting: _Setting
) -> DayMention:
    number = int(re.sub(r"\D", "", day))
    if year is None:
        return _yearless(match, _month_number(month), number, setting)
    return _dated(match, date(int(year), _month_number(month), number), setting)


def _dated(match: re.Match[str], day: date, setting: _Setting) -> DayMention:
    background = day < setting.published - _LONG_AGO
    future = day > setting.published
    return replace(_mention(match, day), future=future, background=background)


def _yearless(match: re.Match[str], month: int, day: int, setting: _Setting) -> DayMention:
    """Take the last such day, unless the next is near or the sentence looks ahead to it."""
    published = setting.published
    years = [published.year + shift for shift in (-8, -4, -3, -2, -1, 0, 1, 2, 3, 4)]
    days = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
    past = max(candidate for candidate in days if candidate <= published)
    coming = min(candidate for candidate in days if candidate > published)
    if coming - published <= (_COMING_IF_AHEAD if setting.ahead else _COMING):
        return replace(_mention(match, coming), future=True)
    return _mention(match, past)


def _month_of(match: re.Match[str], year: int, month: int, setting: _Setting) -> DayMention:
    last = date(year, month, monthrange(year, month)[1])
    if last.replace(day=1) > setting.published:
        return replace(_mention(match, last, DayPrecision.MONTH), future=True)
    found = _mention(match, min(last, setting.published), DayPrecision.MONTH)
    return replace(found, background=last < setting.published - _LONG_AGO)


def _shifted(day: date, number: int, unit: str) -> date:
    """Return the day that is `number` of the units after `day`."""
    if unit == "day":
        return day + number * _DAY
    if unit == "week":
        return day + number * _WEEK
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _weekday_number(word: str) -> int:
    return _WEEKDAYS.index(word.lower())


def _month_number(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _number(word: str) -> int:
    word = word.lower()
    if word in ("a", "an"):
        return 1
    return int(word) if word.isdigit() else _NUMBERS.index(word)


@cache
def _needed(*, small: bool = False) -> Any:
    """Return an Aho-Corasick automaton over what expressions need: what has capitals, or not. Its
    values are the places of the expressions that need it.
    """
    needing: dict[str, list[int]] = defaultdict(list)
    for number, expression in enumerate(_EXPRESSIONS):
        for need in expression.needs:
            if (need == need.lower()) is small:
                needing[need].append(number)
    automaton = ahocorasick.Automaton()
    for need, numbers in needing.items():
        automaton.add_word(need, numbers)
    automaton.make_automaton()
    return automaton
