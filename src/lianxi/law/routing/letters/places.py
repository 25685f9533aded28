"""Places named in a letter: the division they belong to, and whether the work is there or somebody only lives there."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lianxi.register.rules.places import divisions

_ENDINGS = re.compile(r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|地区|省|市|盟)$")
_PEOPLES = re.compile(r"(?:藏|羌|彝|苗|侗|土家|布依|傣|白|哈尼|壮|朝鲜|蒙古|哈萨克|回|景颇|傈僳|柯尔克孜)族?")
# Words after a place that make it an origin, a product or a body's name, and before it that make it a home.
_ORIGIN = re.compile(
    r"^(?:籍|人(?!民|社)|老板|老乡|口音|户口?|老家|牌照?|产|系|菜|话|同乡|民工|务工人员|工友|客商|商人|来的|总部|镇|乡|村|街道|社区|江|河|湖|桥|大桥|港|路|大道|街(?!道)|东路|西路|南路|北路|中路|银行|大学|学院|商会)"
)
_HOME = re.compile(
    r"(?:老家|户籍|籍贯|原籍|家住|现住|住在|来自|毕业于|户口|祖籍|回到|回了|嫁到|转自|总部在|注册在)[^，。；]{0,3}$"
)

# Short names of prefectures that are words of daily speech as well.
_WORDS = frozenset({"安康", "东方", "长治", "平安", "吉安", "中卫", "和田", "海东"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a letter: the codes it may be, its words, and whether work or an event is there."""

    codes: tuple[str, ...]
    words: str
    start: int
    end: int
    is_site: bool


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """Give full names of all divisions and short names of provinces and prefectures → codes, with lengths by letter."""
    found: dict[str, set[str]] = {}
    for code, (name, level, _parent) in divisions().items():
        if len(name) > 2:
            found.setdefault(name, set()).add(code)
        short = _PEOPLES.sub("", _ENDINGS.sub("", name))
        if level in {"province", "prefecture"} and len(short) > 1 and short not in _WORDS:
            found.setdefault(short, set()).add(code)
    lengths: dict[str, set[int]] = {}
    for name in found:
        lengths.setdefault(name[0], set()).add(len(name))
    return (
        {name: tuple(sorted(codes)) for name, codes in found.items()},
        {letter: tuple(sorted(sizes, reverse=True)) for letter, sizes in lengths.items()},
    )


def find_places(bare: str) -> list[Place]:
    """Return the places a text without blanks names, in order; a name of several divisions keeps all its codes."""
    names, lengths = _names()
    found = []
    place = 0
    while place < len(bare):
        sizes = lengths.get(bare[place], ())
        size = next((n for n in sizes if bare[place : place + n] in names), 0)
        if size:
            end = place + size
            is_home = bool(_HOME.search(bare[max(0, place - 8) : place]))
            is_origin = bool(_ORIGIN.match(bare[end : end + 5]))
            words = bare[place:end]
            found.append(Place(names[words], words, place, end, not (is_home or is_origin)))
        place += size or 1
    return found


def codes_of(name: str) -> tuple[str, ...]:
    """Return the codes of a division by its full or short name; empty for one the table does not hold."""
    return _names()[0].get(name, ())


def lies_in(code: str, region: str) -> bool:
    """Tell whether a division lies in another or holds it: a province's letter may name the city's own province."""
    return region in _line(code) or code in _line(region)


def _line(code: str) -> list[str]:
    line = []
    while code:
        line.append(code)
        code = divisions()[code][2] if code in divisions() else ""
    return line
