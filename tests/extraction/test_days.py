import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reactions.extraction.codebook import DayPrecision
from reactions.extraction.days import find_days

MONDAY = date(2020, 8, 17)
JANUARY = date(2021, 1, 3)  # a Sunday


def one(sentence, published=MONDAY, anchor=None):
    mentions = find_days(sentence, published=published, anchor=anchor)
    assert len(mentions) == 1, mentions
    return mentions[0]


def test_it_works():
    sentence = "On Friday, Raab said the UK had on 9 August called for calm."
    mentions = find_days(sentence, published=MONDAY)
    assert [(sentence[m.start : m.end], m.day) for m in mentions] == [
        ("Friday", date(2020, 8, 14)),
        ("9 August", date(2020, 8, 9)),
    ]
    assert {m.precision for m in mentions} == {DayPrecision.DAY}
    assert not any(m.future or m.background for m in mentions)


@pytest.mark.parametrize(
    ("sentence", "words", "day"),
    [
        # Weekdays: the last such day, publication's own included.
        ("he said on Monday", "Monday", "2020-08-17"),
        ("he said late on Tuesday night", "Tuesday", "2020-08-11"),
        ("On Sunday, he said", "Sunday", "2020-08-16"),
        ("he said last Monday", "last Monday", "2020-08-10"),
        ("he said last Friday", "last Friday", "2020-08-14"),
        ("he said this Thursday", "this Thursday", "2020-08-13"),
        ("he said on Wednesday last week", "Wednesday last week", "2020-08-12"),
        ("last week on Friday he said", "last week on Friday", "2020-08-14"),
        ("SUNDAY: he said", "SUNDAY", "2020-08-16"),
        # Days counted from publication
        ("he said today", "today", "2020-08-17"),
        ("this morning he said", "this morning", "2020-08-17"),
        ("overnight, they met", "overnight", "2020-08-17"),
        ("two hours ago he said", "two hours ago", "2020-08-17"),
        ("Yesterday they met", "Yesterday", "2020-08-16"),
        ("last night they met", "last night", "2020-08-16"),
        ("he said shortly before midnight", "shortly before midnight", "2020-08-16"),
        ("the day before yesterday they met", "the day before yesterday", "2020-08-15"),
        ("three days ago they met", "three days ago", "2020-08-14"),
        # Dates
        ("on 14 August he said", "14 August", "2020-08-14"),
        ("on the 9th of August he said", "the 9th of August", "2020-08-09"),
        ("on August 9, 2020, he said", "August 9, 2020", "2020-08-09"),
        ("on August 9 2020 he said", "August 9 2020", "2020-08-09"),
        ("on Aug. 9 he said", "Aug. 9", "2020-08-09"),
        ("on 9 Aug 2020 he said", "9 Aug 2020", "2020-08-09"),
        ("on Sunday, August 9, he said", "Sunday, August 9", "2020-08-09"),
        ("on Sunday 9 August he said", "Sunday 9 August", "2020-08-09"),
        ("between 9 and 12 August he said", "9 and 12 August", "2020-08-12"),
        ("on August 9-10 he said", "August 9-10", "2020-08-10"),
        ("on 2020-08-09 he said", "2020-08-09", "2020-08-09"),
        ("am 09.08. sagte er", "09.08.", "2020-08-09"),
        ("am 09.08.2020 sagte er", "09.08.2020", "2020-08-09"),
        ("on 9/8/2020 he said", "9/8/2020", "2020-08-09"),
        ("on 8/14/2020 he said", "8/14/2020", "2020-08-14"),
        ("he said on the 14th", "the 14th", "2020-08-14"),
        ("he said on the 26th", "the 26th", "2020-07-26"),
        ("on the night of Tuesday the 4th", "Tuesday the 4th", "2020-08-04"),
        ("MINSK, Aug 16 (Reuters) - Police", "Aug 16", "2020-08-16"),
        ("MINSK, AUGUST 16 - Police", "AUGUST 16", "2020-08-16"),
        ("Minsk, 16 August (BelTA) -", "16 August", "2020-08-16"),
        # The last such date, though it is long ago.
        ("on 20 December he was elected", "20 December", "2019-12-20"),
        # The verb next to the weekday counts, not one elsewhere.
        ("he said on Friday it would not happen", "Friday", "2020-08-14"),
        ("it would not, he said on Friday", "Friday", "2020-08-14"),
        ("they held a summit to discuss the crisis on Friday", "Friday", "2020-08-14"),
    ],
)
def test_days(sentence, words, day):
    mention = one(sentence)
    assert sentence[mention.start : mention.end] == words
    assert mention.day.isoformat() == day
    assert mention.precision is DayPrecision.DAY
    assert not mention.future
    assert not mention.background


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("he said on 28 December", "2020-12-28"),
        ("he said on Dec 31", "2020-12-31"),
        ("he said on January 2", "2021-01-02"),
        ("he said on Thursday", "2020-12-31"),
        ("he said yesterday", "2021-01-02"),
        ("he said on the 30th", "2020-12-30"),
        ("he said on 31 December 2020", "2020-12-31"),
    ],
)
def test_days_across_a_new_year(sentence, day):
    mention = one(sentence, published=JANUARY)
    assert mention.day.isoformat() == day
    assert not mention.background


@pytest.mark.parametrize(
    ("sentence", "day", "precision"),
    [
        ("they met last week", "2020-08-16", "week"),
        ("they met earlier this week", "2020-08-17", "week"),
        ("they met two weeks ago", "2020-08-03", "week"),
        ("they met at the weekend", "2020-08-16", "week"),
        ("they met last month", "2020-07-31", "month"),
        ("they met earlier this month", "2020-08-17", "month"),
        ("they met in August", "2020-08-17", "month"),
        ("they met in March", "2020-03-31", "month"),
        ("they met in early March", "2020-03-31", "month"),
        ("they met last December", "2019-12-31", "month"),
        ("they met in March 2020", "2020-03-31", "month"),
        ("they met in May this year", "2020-05-31", "month"),
        ("since November last year", "2019-11-30", "month"),
        ("the protests began in December", "2019-12-31", "month"),
        ("they met earlier this year", "2020-08-17", "year"),
        ("they met in 2020", "2020-08-17", "year"),
    ],
)
def test_wider_precision(sentence, day, precision):
    mention = one(sentence)
    assert mention.day.isoformat() == day
    assert mention.precision == precision
    assert not mention.future
    assert not mention.background


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("two days later they met", "2020-08-12"),
        ("a day later they met", "2020-08-11"),
        ("they met the next day", "2020-08-11"),
        ("they met the following morning", "2020-08-11"),
        ("the same evening they met", "2020-08-10"),
        ("that day they met", "2020-08-10"),
        ("they had met a day earlier", "2020-08-09"),
        ("they had met the previous day", "2020-08-09"),
        ("they had met three days before", "2020-08-07"),
        ("a week earlier they met", "2020-08-03"),
    ],
)
def test_days_from_the_day_last_told(sentence, day):
    mention = one(sentence, anchor=date(2020, 8, 10))
    assert mention.day.isoformat() == day
    assert mention.precision is DayPrecision.DAY


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("two days later they met", []),
        ("the same evening they met", []),
        ("they met the next day", []),
        ("they met a day earlier", ["2020-08-16"]),
        ("they met the previous day", ["2020-08-16"]),
    ],
)
def test_without_a_day_told_before(sentence, days):
    assert [m.day.isoformat() for m in find_days(sentence, published=MONDAY)] == days


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("ministers will hold talks on Wednesday", "2020-08-19"),
        ("talks will be held on Wednesday", "2020-08-19"),
        ("the council is to meet on Friday", "2020-08-21"),
        ("the council is due to meet on Friday", "2020-08-21"),
        ("a summit is scheduled for Wednesday", "2020-08-19"),
        ("he agreed to meet on Wednesday", "2020-08-19"),
        ("he has until Friday", "2020-08-21"),
        ("next Friday they vote", "2020-08-21"),
        ("they meet tomorrow", "2020-08-18"),
        ("they will meet on 24 August", "2020-08-24"),
        ("the summit on 24 August", "2020-08-24"),
        ("they will vote on January 10", "2021-01-10"),
        ("they will meet on the 26th", "2020-08-26"),
        ("ministers meet in Luxembourg on the 26th", "2020-08-26"),
        ("not one krone from Friday", "2020-08-21"),
        ("the vote of 4 October 2020", "2020-10-04"),
        ("they will meet next week", "2020-08-24"),
        ("a vote next February", "2021-02-28"),
        ("a meeting in September would help", "2020-09-30"),
        ("its term until the end of 2028", "2028-12-31"),
    ],
)
def test_what_is_to_come(sentence, day):
    mention = one(sentence)
    assert mention.day.isoformat() == day
    assert mention.future


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("the EU had imposed sanctions in 2010", "2010-12-31"),
        ("since 2014 it has", "2014-12-31"),
        ("they met last year", "2019-12-31"),
        ("they met in August 2018", "2018-08-31"),
        ("they met on 9 August 2018", "2018-08-09"),
        ("ten years ago they met", "2010-08-17"),
        ("in the 1990s they met", "1999-12-31"),
        ("they met decades ago", "2019-12-31"),
        ("the protests began in September", "2019-09-30"),
    ],
)
def test_background(sentence, day):
    mention = one(sentence)
    assert mention.day.isoformat() == day
    assert mention.background


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "He may march in august company.",
        "They sold 2020 tons on 3.5.",
        "on 31 June he said",
        "on 2020-13-45 he said",
        "the 0th of August",
        "at 10:15 p.m.",
        "resolution 2334 and article 14",
        "The mayday call came.",
        "he told the Sunday Times and the Mail on Sunday",
    ],
)
def test_what_names_no_day(sentence):
    assert find_days(sentence, published=MONDAY) == []


def test_a_weekday_of_publication_that_is_to_come_is_publication():
    mention = one("they will meet later on Monday")
    assert mention.day == MONDAY
    assert not mention.future


def test_leap_days():
    assert one("on 29 February he said", published=date(2021, 3, 5)).day == date(2020, 2, 29)


@pytest.mark.parametrize("words", ["in March ", "Monday ", "9 August ", "2 days later ", "1 "])
def test_ten_times_the_text_takes_no_more_than_ten_times_as_long(words):
    def seconds(text):
        started = time.process_time()
        find_days(text, published=MONDAY)
        return time.process_time() - started

    short = min(seconds(words * 1_000) for _ in range(3))
    # Far above what a linear scan takes, and far below what a quadratic one would.
    # The better of two: a sweep of the whole heap may fall into one.
    assert min(seconds(words * 10_000) for _ in range(2)) < 40 * short + 0.1


WORDS = [
    "will", "on", "the", "next", "last", "Monday", "14", "31", "August", ",", "2020", "2019-01-01",
    "days", "ago", "two", "later", "in", "March", "year", "week", "9th", "same", "day", "before",
    "after", "weekend", "said", "1990s", ".", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_spans_fit_and_only_the_future_is_after_publication(words, published):
    sentence = " ".join(words)
    mentions = find_days(sentence, published=published, anchor=published)
    assert mentions == find_days(sentence, published=published, anchor=published)
    position = 0
    for mention in mentions:
        assert position <= mention.start < mention.end <= len(sentence)
        assert mention.day <= published or mention.future
        position = mention.end
