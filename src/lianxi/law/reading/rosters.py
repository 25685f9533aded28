"""People named with a seat and a title: printed rosters, tables, rosters run into one line.

Works on the folded text with its spaces, since only spaces part a name from a title. Lists of an expert
group, of a working group or of the office are not the conference's roster and are left to the findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lianxi.law.reading.aliases import bare, body_key
from lianxi.law.reading.bodies import BODY
from lianxi.law.reading.gluednames import glued_people
from lianxi.law.reading.numbers import MARKER
from lianxi.law.reading.owners import owner_of_heading
from lianxi.law.reading.people import LABEL, LABEL_COLON, ORG_START, POST_END, POST_ENDS, SURNAME, label_name
from lianxi.law.reading.personrow import Columns, Person, columns_of, person_of_row

_IN_BRACKETS = re.compile(
    r"\s*(?P<name>(?:[\u4e00-\u9fff]\n?){1,3}[\u4e00-\u9fff]|[\u4e00-\u9fff]\s{1,4}[\u4e00-\u9fff])(?:同志)?\s*（(?P<title>[^（）]{2,40}(?:（[^（）]{1,20}）[^（）]{0,20})?)）[、，；]?"
)
# A note on the person (（女）, （满族）) parts words like a blank does.
_NOTE = r"（(?:[男女]|[\u4e00-\u9fff]{1,4}族)[^（）]{0,8}）"
_TOKEN = re.compile(rf"{_NOTE}|(?P<word>(?:(?!{_NOTE})[^\s，；]|，(?!\s))+)")
_NAME_TOKEN = re.compile(r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8})(?:同志)?")
_VACANT = re.compile(r"（?(?:待定|空缺|暂缺|待配|另行通知|略)）?")
_PAGE_MARK = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}(?:\s*页)?[-—–\s]*")
_MAX_LINE = 6000
# How far a list of people in brackets may run over the ends of lines that a hard wrap left.
_RUNS_ON = 3000


@dataclass(frozen=True, slots=True)
class Roster:
    """The persons of a document, the places of the labels that seat them, vacant seats, lists of other bodies."""

    people: tuple[Person, ...]
    labels: tuple[tuple[int, int], ...]
    vacant: tuple[tuple[int, int], ...] = ()
    others: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class _State:
    """Where the walk over the lines stands."""

    known: frozenset[str]
    role: str | None = None
    owner: str = "conference"
    columns: Columns | None = None
    until: int = 0
    people: list[Person] = field(default_factory=list)
    labels: list[tuple[int, int]] = field(default_factory=list)
    vacant: list[tuple[int, int]] = field(default_factory=list)
    others: list[tuple[int, int, str]] = field(default_factory=list)


def find_roster(folded: str, known: frozenset[str]) -> Roster:
    """Give every person printed with a seat; `known` holds keys of units, to part glued names and titles."""
    state = _State(known)
    start = 0
    for raw in folded.split("\n"):
        _take_line(state, folded, start, raw)
        start += len(raw) + 1
    return Roster(tuple(state.people), tuple(state.labels), tuple(state.vacant), tuple(state.others))


def _take_line(state: _State, folded: str, start: int, raw: str) -> None:
    end = start + min(len(raw), _MAX_LINE)
    if start < state.until:
        # People in brackets ran over the line's end; only what stands behind them is left of this line.
        raw, start = folded[min(end, state.until) : start + len(raw)], min(end, state.until)
    if not raw.strip():
        return
    if _take_row(state, start, raw):
        return
    marks = _labels(folded, start, end)
    if not marks:
        owner = owner_of_heading(raw.strip()) if len(raw) <= 60 else None
        if owner is not None:
            state.owner = owner
        _go_on_line(state, folded, start, end)
        return
    edges = [*(mark[0] for mark in marks[1:]), end]
    for (left, right, name), stop in zip(marks, edges, strict=True):
        found = list(_people(state, folded, (right, stop), name))
        _keep(state, found)
        if found and state.owner == "conference":
            state.labels.append((left, right))
        bare_label = not folded[right:stop].strip()
        state.role = name if found or bare_label or _vacant(state, folded, right, stop) else None


def _go_on_line(state: _State, folded: str, start: int, end: int) -> None:
    """Read a line without a label: more people of the seat above, or the rest of a title cut in two."""
    if state.role is None:
        return
    raw = folded[start:end]
    found = list(_people(state, folded, (start, end), state.role))
    if found:
        _keep(state, found)
        return
    if state.people and state.owner == "conference" and _goes_on(folded, state.people[-1], raw):
        last, stop = state.people[-1], start + len(raw.rstrip())
        state.people[-1] = replace(last, end=stop, title=(last.title[0], stop))
        return
    if not (_may_be_skipped(raw) or _vacant(state, folded, start, end)):
        state.role = None


def _keep(state: _State, found: list[Person]) -> None:
    if state.owner == "conference":
        state.people.extend(found)
    elif found:
        state.others.append((found[0].start, found[-1].end, state.owner))


def _take_row(state: _State, start: int, raw: str) -> bool:
    """Read a row of a table: the heading that names its columns, or one person under such a heading."""
    if "\t" not in raw and "  " not in raw:
        state.columns = None if len(raw.strip()) > 12 else state.columns
        return False
    columns = columns_of(raw)
    if columns is not None:
        state.columns = columns
        state.labels.append((start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())))
        return True
    if state.columns is None:
        return False
    person = person_of_row(start, raw, state.columns, state.role)
    if person is None:
        return False
    state.role = person.role
    _keep(state, [person])
    return True


def _vacant(state: _State, folded: str, start: int, end: int) -> bool:
    match = _VACANT.match(folded[start:end].strip()) if end - start < 60 else None
    if match:
        left = start + folded[start:end].index(match[0])
        state.vacant.append((left, left + len(match[0])))
    return match is not None


def _may_be_skipped(raw: str) -> bool:
    """Whether a line that names nobody may stand inside a roster without ending it."""
    line = raw.strip()
    if _PAGE_MARK.fullmatch(line):
        return True
    if re.search(r"[。：；，]", line) or MARKER.match(line):
        return False
    return len(line) <= 30 and re.search(POST_END, line) is not None


def _goes_on(folded: str, person: Person, raw: str) -> bool:
    """Whether a short line is the rest of a title that a hard wrap cut in two."""
    rest = raw.strip()
    if len(rest) > 16 or re.search(r"[。：；，]", rest):
        return False
    title = folded[person.title[0] : person.title[1]]
    return POST_ENDS.search(title) is None and POST_ENDS.search(title + rest) is not None


def _labels(folded: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Labels of a line: at its beginning with or without a colon, anywhere else with one."""
    found: list[tuple[int, int, str]] = []
    left = start + len(folded[start:end]) - len(folded[start:end].lstrip())
    number = MARKER.match(folded, left, end)
    first = LABEL.match(folded, left, end) or (LABEL.match(folded, number.end(), end) if number else None)
    if first:
        found.append((first.start(), first.end(), label_name(first["label"])))
    others = LABEL_COLON.finditer(folded, found[-1][1] if found else left, end)
    return found + [
        (one.start(), one.end(), label_name(one["label"]))
        for one in others
        if not folded[max(start, one.start() - 4) : one.start()].endswith(("办公室", "专家组", "单位"))
    ]


def _people(state: _State, folded: str, place: tuple[int, int], role: str) -> Iterator[Person]:
    start, end = place
    bracketed = _bracketed(folded, start, min(len(folded), end + _RUNS_ON), role)
    if bracketed:
        state.until = bracketed[-1].end
        yield from bracketed
        return
    stop = re.search(r"[。]|(?:抄送|抄报|主送|附件)?：", folded[start:end].rstrip(" 。"))
    if stop:
        end = start + stop.start()
    spaced = _spaced(folded, _tokens(folded, start, end, state.known), role, state)
    yield from spaced or glued_people(folded, start, end, role)


def _bracketed(folded: str, start: int, end: int, role: str) -> list[Person]:
    people: list[Person] = []
    match = _IN_BRACKETS.match(folded, start, end)
    while match and (POST_ENDS.search(match["title"]) or BODY.fullmatch(match["title"])):
        stop = match.end("title") + 1
        people.append(Person(role, match.start("name"), stop, match.span("name"), match.span("title")))
        match = _IN_BRACKETS.match(folded, match.end(), end)
    return people


def _tokens(folded: str, start: int, end: int, known: frozenset[str]) -> list[tuple[int, int]]:
    """Words between spaces; a name spread over two single characters is one word, a glued one is two."""
    raw = [match.span() for match in _TOKEN.finditer(folded, start, end) if match["word"]]
    tokens: list[tuple[int, int]] = []
    place, awaited = 0, False
    while place < len(raw):
        left, right = raw[place]
        if right - left == 1 and place + 1 < len(raw) and folded[left] >= "\u4e00":
            place += 1
            right = raw[place][1]
        # Behind a name stands its title, which is not taken apart (白沙渡海关 begins like a name).
        cut = 0 if awaited else _glued(folded, left, right, known)
        awaited = not awaited and not cut and _is_name(folded, (left, right))
        tokens.extend([(left, cut), (cut, right)] if cut else [(left, right)])
        place += 1
    return tokens


def _glued(folded: str, left: int, right: int, known: frozenset[str]) -> int:
    """Where a name printed without a space before its title ends, else 0."""
    if right - left > 60:
        return 0
    text = folded[left:right]
    solid = text.replace(" ", "")
    if len(solid) < 6 or not POST_ENDS.search(text) or _starts_with_body(text, known):
        return 0
    if (
        len(re.findall(POST_END, text)) > 1
        and SURNAME.match(solid)
        and glued_people(text, 0, len(text), "")[1:]
    ):
        return 0
    spread = text[1:2] == " " and text[2:3] != " "
    likely = (2, 3, 4) if spread else (3, 2, 4)
    lengths = [length for length in likely if ORG_START.match(solid, length)] if SURNAME.match(solid) else []
    lengths += [length for length in (3, 2, 4) if _known_body(solid[length:], known)]
    return left + lengths[0] + text[: lengths[0] + 1].count(" ") if lengths else 0


def _starts_with_body(text: str, known: frozenset[str]) -> bool:
    solid = text.replace(" ", "")
    return (
        _known_body(solid, known)
        or re.match(r"[市省县区州盟]|国家|国网|中央|中国|团[市省县区州]", solid) is not None
    )


def _known_body(solid: str, known: frozenset[str]) -> bool:
    # A printed area name is not taken off here: 郑春市知识产权局 would hide the person's name in it.
    names = (solid[:length] for length in range(3, min(18, len(solid))))
    return any(body_key(name) in known and len(name) - len(bare(name)) <= 1 for name in names)


def _spaced(folded: str, tokens: list[tuple[int, int]], role: str, state: _State) -> list[Person]:
    people: list[Person] = []
    place = 0
    while place < len(tokens):
        if _VACANT.fullmatch(folded[slice(*tokens[place])].replace(" ", "")):
            state.vacant.append(tokens[place])
            place += 2
            continue
        if place + 1 >= len(tokens):
            break
        name, title = tokens[place], tokens[place + 1]
        if _is_title(folded[slice(*name)]) and _is_name(folded, title) and not _is_name(folded, name):
            people.append(Person(role, name[0], title[1], _solid(folded, title), name))
            place += 2
            continue
        if not _is_name(folded, name) or not _is_title(folded[title[0] : title[1]]):
            break
        place += 2
        while place < len(tokens) and not _next_person(folded, tokens, place):
            title = (title[0], tokens[place][1])
            place += 1
        people.append(Person(role, name[0], title[1], _solid(folded, name), title))
    return people


def _solid(folded: str, name: tuple[int, int]) -> tuple[int, int]:
    return (name[0], name[1] - 2) if folded[slice(*name)].endswith("同志") else name


def _next_person(folded: str, tokens: list[tuple[int, int]], place: int) -> bool:
    if _VACANT.fullmatch(folded[slice(*tokens[place])].replace(" ", "")):
        return True
    return _is_name(folded, tokens[place]) and (
        place + 1 >= len(tokens) or _is_title(folded[slice(*tokens[place + 1])])
    )


def _is_name(folded: str, token: tuple[int, int]) -> bool:
    text = folded[token[0] : token[1]].replace(" ", "")
    return _NAME_TOKEN.fullmatch(text) is not None and POST_ENDS.search(text) is None


def _is_title(text: str) -> bool:
    title = text.rstrip("、，；。）（")
    if POST_ENDS.search(title) or BODY.fullmatch(title):
        return True
    return len(title) >= 5 and ORG_START.match(title) is not None


def person_name(source: str, person: Person) -> str:
    """Give a person's name without the spaces printed inside it."""
    return re.sub(r"\s", "", source[person.name[0] : person.name[1]])
