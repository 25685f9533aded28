"""People named with a seat and a title: printed rosters, rosters run into one line, and names in a sentence.

Works on the folded text with its spaces, since only spaces part a name from a title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lianxi.law.reading.aliases import bare, body_key
from lianxi.law.reading.bodies import BODY
from lianxi.law.reading.numbers import MARKER
from lianxi.law.reading.people import LABEL, LABEL_COLON, POST_END, label_name

_POST_ENDS = re.compile(rf"{POST_END}(?:（[^（）]*）)?$")
_IN_BRACKETS = re.compile(
    r"\s*(?P<name>[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])\s*（(?P<title>[^（）]{2,40})）[、，；]?"
)
# A note on the person (（女）, （满族）) parts words like a blank does.
_NOTE = r"（(?:[男女]|[\u4e00-\u9fff]{1,4}族)[^（）]{0,8}）"
_TOKEN = re.compile(rf"{_NOTE}|(?P<word>(?:(?!{_NOTE})\S)+)")
_NAME_TOKEN = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}")
_ORG_START = re.compile(
    r"[市省县区州盟](?:[\u4e00-\u9fff]{3})|国家|国网|团[市省县区州]|中央|中国|中共|最高|共青|武警|人民"
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the seat's label, the places of name and title in the source, and the whole line."""

    role: str
    start: int
    end: int
    name: tuple[int, int]
    title: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Roster:
    """The persons of a document and the places of the labels that gave them their seats."""

    people: tuple[Person, ...]
    labels: tuple[tuple[int, int], ...]


def find_roster(folded: str, known: frozenset[str]) -> Roster:
    """Give every person printed with a seat; `known` holds keys of units, to part glued names and titles."""
    people: list[Person] = []
    labels: list[tuple[int, int]] = []
    role: str | None = None
    start = 0
    for raw in folded.split("\n"):
        end = start + len(raw)
        marks = _labels(folded, start, end)
        edges = [mark[1] for mark in marks] + [end]
        if not marks and role and raw.strip():
            found = _people(folded, start, end, role, known)
            if not found and people and _goes_on(folded, people[-1], raw):
                people[-1] = replace(
                    people[-1],
                    end=start + len(raw.rstrip()),
                    title=(people[-1].title[0], start + len(raw.rstrip())),
                )
                found = people[-1:]
            else:
                people.extend(found)
            role = role if found or _may_be_skipped(raw) else None
        for (left, right, name), stop in zip(marks, edges[1:], strict=True):
            found = _people(folded, right, _before_label(marks, stop, end), name, known)
            people.extend(found)
            if found:
                labels.append((left, right))
            role = name if found or (right == end and not found) else None
        start = end + 1
    return Roster(tuple(people), tuple(labels))


def _may_be_skipped(raw: str) -> bool:
    """Whether a line that names nobody may stand inside a roster without ending it."""
    line = raw.strip()
    if re.search(r"[。：；，]", line) or MARKER.match(line):
        return False
    return len(line) <= 30 and re.search(POST_END, line) is not None


def _goes_on(folded: str, person: Person, raw: str) -> bool:
    """Whether a short line is the rest of a title that a hard wrap cut in two."""
    rest = raw.strip()
    if len(rest) > 16 or re.search(r"[。：；，]", rest):
        return False
    title = folded[person.title[0] : person.title[1]]
    return _POST_ENDS.search(title) is None and _POST_ENDS.search(title + rest) is not None


def _before_label(marks: list[tuple[int, int, str]], stop: int, end: int) -> int:
    return next((left for left, right, _ in marks if right == stop), end)


def _labels(folded: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Labels of a line: at its beginning with or without a colon, anywhere else with one."""
    found: list[tuple[int, int, str]] = []
    left = start + len(folded[start:end]) - len(folded[start:end].lstrip())
    first = LABEL.match(folded, left, end)
    if first:
        found.append((first.start(), first.end(), label_name(first["label"])))
    others = LABEL_COLON.finditer(folded, found[-1][1] if found else left, end)
    return found + [(match.start(), match.end(), label_name(match["label"])) for match in others]


def _people(folded: str, start: int, end: int, role: str, known: frozenset[str]) -> list[Person]:
    bracketed = _bracketed(folded, start, end, role)
    if bracketed:
        return bracketed
    stop = re.search(r"[。；]|(?:抄送|抄报|主送|附件)?：", folded[start:end].rstrip(" 。"))
    if stop:
        end = start + stop.start()
    return _spaced(folded, _tokens(folded, start, end, known), role)


def _bracketed(folded: str, start: int, end: int, role: str) -> list[Person]:
    people: list[Person] = []
    match = _IN_BRACKETS.match(folded, start, end)
    while match and _POST_ENDS.search(match["title"]):
        stop = match.end("title") + 1
        people.append(Person(role, match.start("name"), stop, match.span("name"), match.span("title")))
        match = _IN_BRACKETS.match(folded, match.end(), end)
    return people


def _tokens(folded: str, start: int, end: int, known: frozenset[str]) -> list[tuple[int, int]]:
    """Words between spaces; a name spread over two single characters is one word, a glued one is two."""
    raw = [match.span() for match in _TOKEN.finditer(folded, start, end) if match["word"]]
    tokens: list[tuple[int, int]] = []
    place = 0
    while place < len(raw):
        left, right = raw[place]
        if right - left == 1 and place + 1 < len(raw) and folded[left] >= "\u4e00":
            place += 1
            right = raw[place][1]
        cut = _glued(folded, left, right, known)
        tokens.extend([(left, cut), (cut, right)] if cut else [(left, right)])
        place += 1
    return tokens


def _glued(folded: str, left: int, right: int, known: frozenset[str]) -> int:
    """Where a name printed without a space before its title ends, else 0."""
    text = folded[left:right]
    solid = text.replace(" ", "")
    if len(solid) < 6 or not _POST_ENDS.search(text) or _starts_with_body(text, known):
        return 0
    lengths = [length for length in (3, 2, 4) if _ORG_START.match(solid, length)]
    lengths += [length for length in (3, 2, 4) if _known_body(solid[length:], known)]
    return left + lengths[0] + text[: lengths[0] + 1].count(" ") if lengths else 0


def _starts_with_body(text: str, known: frozenset[str]) -> bool:
    solid = text.replace(" ", "")
    return _known_body(solid, known) or _ORG_START.match(solid) is not None


def _known_body(solid: str, known: frozenset[str]) -> bool:
    # A printed area name is not taken off here: 郑春市知识产权局 would hide the person's name in it.
    names = (solid[:length] for length in range(3, min(18, len(solid))))
    return any(body_key(name) in known and len(name) - len(bare(name)) <= 1 for name in names)


def _spaced(folded: str, tokens: list[tuple[int, int]], role: str) -> list[Person]:
    people: list[Person] = []
    place = 0
    while place + 1 < len(tokens):
        name, title = tokens[place], tokens[place + 1]
        if not _is_name(folded, name) or not _is_title(folded[title[0] : title[1]]):
            break
        place += 2
        while place < len(tokens) and not _next_person(folded, tokens, place):
            title = (title[0], tokens[place][1])
            place += 1
        people.append(Person(role, name[0], title[1], name, title))
    return people


def _next_person(folded: str, tokens: list[tuple[int, int]], place: int) -> bool:
    return _is_name(folded, tokens[place]) and (
        place + 1 >= len(tokens) or _is_title(folded[slice(*tokens[place + 1])])
    )


def _is_name(folded: str, token: tuple[int, int]) -> bool:
    text = folded[token[0] : token[1]].replace(" ", "")
    return _NAME_TOKEN.fullmatch(text) is not None and _POST_ENDS.search(text) is None


def _is_title(text: str) -> bool:
    title = text.rstrip("、，；。）（")
    if _POST_ENDS.search(title) or BODY.fullmatch(title):
        return True
    return len(title) >= 5 and _ORG_START.match(title) is not None


def person_name(source: str, person: Person) -> str:
    """Give a person's name without the spaces printed inside it."""
    return re.sub(r"\s", "", source[person.name[0] : person.name[1]])
