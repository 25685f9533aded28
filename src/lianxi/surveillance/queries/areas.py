"""What the conference's own list of areas says of counts: which count, which sent nothing, what lies outside."""

from collections.abc import Iterable, Sequence

from lianxi.core.canonical import canonical, digest
from lianxi.register.models import Area
from lianxi.register.queries import area_codes, list_areas
from lianxi.register.rules.areas import lies_within, missing_areas
from lianxi.register.rules.places import current_division, division_path, divisions

MOST_NAMED = 6
NO_LIST = "没有地区清单：分地区只列数据中出现的地区，看不出哪里未报。"


def area_hash(conference_id: int) -> dict[str, str]:
    """Return the hash of the list in force under its name; nothing where there is none."""
    held = area_codes(conference_id)
    return {"areas": digest(canonical(sorted(held)))} if held else {}


def area_words(conference_id: int, what: str, seen: Iterable[str]) -> list[str]:
    """Say which list of areas counts, which of them no count of `what` comes from, and which counts lie outside it."""
    rows = list_areas(conference_id, on=True)
    if not rows:
        return [NO_LIST]
    there = {current_division(one) for one in seen}
    told = [f"分地区按地区清单计：{len(rows)} 个地区。"]
    if missing := missing_areas([(one.code, one.name) for one in rows], there):
        told.append(f"没有{what}的 {len(missing)} 个：{'、'.join(missing)}；未报还是确无，数据分不出。")
    if uncoded := [one.name for one in rows if not one.code]:
        told.append(f"{'、'.join(uncoded)}没有区划代码，数据计在所在县（市、区）。")
    if outside := outside_of(rows, there):
        told.append(f"清单以外也有数据：{'、'.join(place_name(one) for one in outside)}。")
    return told


def file_words(conference_id: int, seen: Iterable[str]) -> list[str]:
    """Say from which areas the rows of a file come; of one area alone nobody expects the others."""
    rows = list_areas(conference_id, on=True)
    there = {current_division(one) for one in seen if one}
    if not rows or not there:
        return []
    told = []
    missing = missing_areas([(one.code, one.name) for one in rows], there)
    if len(there) > 1 and missing:
        told.append(
            f"按地区清单（{len(rows)} 个地区），这份文件里没有 {len(missing)} 个地区的数据：{'、'.join(missing)}。"
        )
    if outside := outside_of(rows, there):
        told.append(
            f"地区清单以外的数据照收：{'、'.join(place_name(one) for one in outside)}；清单有误的请办公室增补。"
        )
    return told


def outside_of(rows: list[Area], seen: set[str]) -> list[str]:
    """List the divisions, cities' sums left out, that lie in no area of the list."""
    codes = {one.code for one in rows}
    return [one for one in sorted(seen) if not one.endswith("00") and not lies_within(one, codes)]


def place_name(code: str) -> str:
    """Name a division by its last two parts."""
    return "".join(division_path(code)[-2:]) or code or "未填地区"


def places_words(codes: Sequence[str]) -> str:
    """Name divisions, the first few of many."""
    named = "、".join(divisions()[code][0] if code in divisions() else code for code in codes[:MOST_NAMED])
    return f"{named}等{len(codes)}地" if len(codes) > MOST_NAMED else named
