"""Weeks counted on through the years: each begins on Monday, week 1 on 2000-01-03, so that no series needs a calendar."""

from datetime import date, timedelta

FIRST_WEEK = date(2000, 1, 3)


def week_number(day: date) -> int:
    """Return the number of the week a day lies in; 1 for the week of 2000-01-03."""
    return (day - FIRST_WEEK).days // 7 + 1


def week_start(week: int) -> date:
    """Return the Monday of a week by its number."""
    return FIRST_WEEK + timedelta(weeks=week - 1)
