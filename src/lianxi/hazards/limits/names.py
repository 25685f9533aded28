"""Names of substances as people type them, and CAS numbers."""

import re
import unicodedata

_CAS = re.compile(r"(?<!\d)(\d{2,7})-(\d{2})-(\d)(?!\d)")
_TAIL = re.compile(r"\(([^()]*)\)$")
# A closing remark in brackets that says how to measure or what is included, not what the substance is.
_REMARK = re.compile(r"^(按|全部异构体|不含|不包括|游离sio2|石棉含量|蒸气|氯化苦$)|单列|除外|，按|,按")
# A closing remark that narrows the substance: without it, it is another one.
_NARROWS = re.compile(r"^(硬|高原|非高原|顺式|玻璃棉)")

# A comma between two digits belongs to a name (2,4-滴).
_BETWEEN = re.compile(r";|(?<!\d),|,(?!\d)")


def plain(text: str) -> str:
    """Fold full and half width, case, blanks, hyphens and kinds of marks of a name away."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = (
        re.sub(r"[\s\-‐-―−_·•\u200b-\u200f\u2060\ufeff\u00ad]", "", folded)
        .replace("、", ",")
        .replace("。", ".")
    )
    # 环已酮, 正已烷: no name of a substance holds 已; it is 己 mistyped.
    return bare.replace("已", "己")


def keys(name: str, *, synonyms: bool = True) -> tuple[str, ...]:
    """Return the folded keys a printed name answers to: whole, without remarks, its synonyms.

    `synonyms` tells whether a bracketed other name counts (光气 of 碳酰氯（光气）).
    """
    whole = plain(name)
    found = [whole]
    rest = whole
    while (tail := _TAIL.search(rest)) and not _NARROWS.match(tail[1]):
        rest = rest[: tail.start()]
        found.append(rest)
        if synonyms and not _REMARK.search(tail[1]):
            found += [word for word in _BETWEEN.split(tail[1]) if _is_name(word)]
    found += [part for part in rest.split(";") if ";" in rest]
    return tuple(dict.fromkeys(key for key in found if key))


def _is_name(word: str) -> bool:
    return len(word) > 1 and "和" not in word and not re.match(r"^[\d,.]+$|.*[~%℃]", word)


def cas_numbers(text: str) -> tuple[str, ...]:
    """Return the CAS numbers in a text whose check digit holds, without leading zeros."""
    found = [f"{int(m[1])}-{m[2]}-{m[3]}" for m in _CAS.finditer(unicodedata.normalize("NFKC", text))]
    return tuple(number for number in found if has_check_digit(number))


def has_check_digit(cas: str) -> bool:
    """Tell whether the last digit of a CAS number is the one its other digits give."""
    digits = cas.replace("-", "")
    body = [int(digit) for digit in reversed(digits[:-1])]
    return sum(place * digit for place, digit in enumerate(body, start=1)) % 10 == int(digits[-1])
