"""The file of centers: a small CSV of division code, name, longitude and latitude, read and checked line by line."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianxi.core import gb18030
from lianxi.core.refusals import BadInput
from lianxi.register.rules.places import current_division, divisions

MOST_BYTES, MOST_PLACES, MOST_FAULTS = 1 << 20, 4000, 12
# Degrees within which every county of China lies.
EAST, NORTH = (73.0, 136.0), (3.0, 54.0)
HEADINGS = {
    "code": ("区划代码", "地区编码", "行政区划代码", "代码", "division", "code"),
    "name": ("名称", "地区", "地区名称", "name"),
    "longitude": ("经度", "longitude", "lon", "lng", "x"),
    "latitude": ("纬度", "latitude", "lat", "y"),
}
FORMAT = "CSV须有四列：区划代码、名称、经度、纬度（十进制度），第一行为表头。"


@dataclass(frozen=True, slots=True)
class Place:
    """The center of a division, in decimal degrees; `line` is where it stands in the file."""

    line: int
    code: str
    name: str
    longitude: float
    latitude: float


def read_places(content: bytes) -> list[Place]:
    """Read a file of centers in UTF-8 or GB18030. Raises BadInput with a sentence a line that is
    wrong: a number missing or no number, degrees outside the globe, a code twice."""
    rows = _rows(content)
    places: list[Place] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        fault, place = _place(line, row)
        if place is not None and place.code in seen:
            fault = f"第{line}行：{place.code}已在第{seen[place.code]}行出现。"
        if fault or place is None:
            faults.append(fault)
            continue
        seen[place.code] = line
        places.append(place)
    require_sound(faults)
    if not places:
        raise BadInput("文件里没有一个中心点。", next_step=FORMAT)
    return places


def require_sound(faults: Sequence[str]) -> None:
    """Raise BadInput with the first of the sentences given, if any."""
    if faults:
        more = f"等{len(faults)}处" if len(faults) > MOST_FAULTS else ""
        raise BadInput(
            "".join(faults[:MOST_FAULTS]) + more,
            rule="中心点文件有一行错误，整份不用",
            next_step=f"请改正后重新提交。{FORMAT}",
        )


def division_faults(places: Sequence[Place]) -> list[str]:
    """Say what is wrong with places as centers of Chinese counties: unknown or former codes, another
    division's name, degrees outside China or exchanged."""
    return [fault for place in places if (fault := _division_fault(place))]


def _division_fault(place: Place) -> str:
    at, code = f"第{place.line}行：", place.code
    if current_division(code) != code:
        now = current_division(code)
        return f"{at}{code}是原区划代码，现为{now}（{divisions()[now][0]}）。"
    if code not in divisions():
        return f"{at}没有区划代码“{code[:12]}”。"
    name, level, _parent = divisions()[code]
    if level == "province":
        return f"{at}{code}（{name}）是省级代码，须填县（市、区）。"
    if place.name and name not in place.name and place.name not in name:
        return f"{at}{code}是{name}，文件写的是“{place.name[:20]}”。"
    if not (EAST[0] <= place.longitude <= EAST[1] and NORTH[0] <= place.latitude <= NORTH[1]):
        swapped = EAST[0] <= place.latitude <= EAST[1] and NORTH[0] <= place.longitude <= NORTH[1]
        hint = "经度和纬度可能填反了" if swapped else "不在中国范围内"
        return f"{at}{name}的坐标（{place.longitude:g}，{place.latitude:g}）{hint}。"
    return ""


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if len(content) > MOST_BYTES:
        raise BadInput("文件太大，不像一份中心点文件。", next_step=FORMAT)
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    try:
        lines = list(reader)
    except csv.Error as error:
        raise BadInput("文件不是CSV，读不出来。", next_step=FORMAT) from error
    columns = _columns(lines[0] if lines else [])
    if len(lines) > MOST_PLACES + 1:
        raise BadInput(f"中心点超过{MOST_PLACES}个。", next_step="请只提交本联席会议涉及的地区。")
    for number, cells in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in cells):
            yield number, {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", gb18030.NAME):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("文件不是UTF-8或GB18030文本，读不出来。", next_step=FORMAT)


def _columns(heading: Sequence[str]) -> dict[str, int]:
    written = [cell.strip().lower() for cell in heading]
    found = {
        name: next((at for at, cell in enumerate(written) if cell in words), -1)
        for name, words in HEADINGS.items()
    }
    missing = [HEADINGS[name][0] for name, at in found.items() if at < 0 and name != "name"]
    if missing:
        raise BadInput(f"表头缺少{'、'.join(missing)}。", next_step=FORMAT)
    return {name: at for name, at in found.items() if at >= 0}


def _place(line: int, row: dict[str, str]) -> tuple[str, Place | None]:
    try:
        east, north = float(row["longitude"]), float(row["latitude"])
    except ValueError:
        return f"第{line}行：经度或纬度不是数字。", None
    if not row["code"]:
        return f"第{line}行：没有区划代码。", None
    if not (math.isfinite(east) and math.isfinite(north) and abs(east) <= 180 and abs(north) <= 90):
        return f"第{line}行：经度须在-180至180度、纬度须在-90至90度之间。", None
    return "", Place(line, row["code"], row.get("name", ""), east, north)
