"""What `lianxi doctor` sees of the outbox: whose digest goes nowhere, what each channel goes by, what does not leave."""

from collections.abc import Iterator
from datetime import date

from lianxi.bodies.models import Conference
from lianxi.core.doctor import Sign
from lianxi.outbox.models import Channel
from lianxi.outbox.queries import list_unreached, way_words, ways_of


def look_at_addresses(today: date) -> Iterator[Sign]:
    """Name, by conference, who has no address. It is no fault: messages are read in the system."""
    for conference in Conference.objects.order_by("pk"):
        own = Channel.objects.filter(conference=conference, ended_at__isnull=True)
        if not own.exists():
            yield Sign(True, f"{conference.short_name}：没有登记外发地址，消息只在本系统里看")
            continue
        units, _seats = list_unreached(conference, today)
        told = (
            f"{'、'.join(units)}没有地址，消息只在本系统里看（设置·消息外发）" if units else "各单位都有地址"
        )
        yield Sign(True, f"{conference.short_name}：{told}")


def look_at_ways(_today: date) -> Iterator[Sign]:
    """Say of each kind of channel in use what it goes by, when something last left by it, and what did not leave."""
    ways = ways_of()
    if not ways:
        yield Sign(True, "没有外发渠道在用，也没有设置短信平台（LIANXI_SMS）和统一待办平台（LIANXI_TODO）")
    for way in ways:
        yield Sign(bool(way.by) and not way.troubled, f"{way.label}：{way_words(way)}")
