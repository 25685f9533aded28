"""Plays years of a conference and counts again from the raw journal what was missed and when it became a matter.

Usage: python bench/years.py [years] [first year]; needs a database of its own (DATABASE_URL, LIANXI_DATA). Prints the
counts: returns, deliveries, requests; planted silences; misses by the journal; unseen, false, and late ones.
"""

import sys
import time

import django

django.setup()

from django.core.management import call_command

from lianxi.exchange.models import Request
from lianxi.stories.recounting import recount
from lianxi.stories.years import Size, play_years
from lianxi.work.models import Return


def main() -> None:
    """Print the table."""
    years = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 2015
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    played = play_years(Size(first=first, years=years), lambda words: print(words, flush=True))
    took = time.perf_counter() - start
    found = recount(played.story.conference.pk)
    own = Return.objects.filter(conference=played.story.conference)
    print(f"年份 {first}—{first + years - 1}，单位 16 个，安排 {own.values('line').distinct().count()} 项")
    print(f"报送 {own.count()} 份，送达和请求 {played.asked} 件，其中请求 {Request.objects.count()} 件")
    print(f"埋入的逾期 {len(played.planted)}（另请求 {len(played.requests)}），用时 {took:.0f} 秒")
    print(f"按日志重算的逾期 {len(found.missed)}，与埋入一致：{found.missed == played.past(played.planted)}")
    print(f"没有列入台账 {len(found.unseen)}，误列 {len(found.false)}，晚于次一工作日9时 {len(found.late)}")
    unreminded = played.past(played.requests) - found.reminded
    print(f"逾期的请求没有提醒的 {len(unreminded)}")


if __name__ == "__main__":
    main()
