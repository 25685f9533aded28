"""Identifiers and their check digits: credit codes (GB 32100-2015) and identity numbers (GB 11643-1999)."""

import re
from datetime import date

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CODE_SHAPE = re.compile(rf"[{CODE_ALPHABET}]{{18}}")
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SPACES = re.compile(r"[\s\u200b\ufeff\-']+")


def plain_identifier(text: str) -> str:
    """Write an identifier as it is compared: half width, upper case, no spaces or hyphens."""
    return _SPACES.sub("", text.translate(_FULL_WIDTH)).upper()


def credit_code_fault(code: str) -> str:
    """Say in Chinese what is wrong with a unified social credit code; empty when nothing is.

    GB 32100-2015: 18 characters without I, O, S, V, Z; the last one checks the first 17 modulo 31.
    """
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位"
    if not _CODE_SHAPE.fullmatch(code):
        return "统一社会信用代码只含数字和除 I、O、S、V、Z 以外的大写字母"
    total = sum(CODE_ALPHABET.index(mark) * weight for mark, weight in zip(code, _CODE_WEIGHTS, strict=False))
    if CODE_ALPHABET[(31 - total % 31) % 31] != code[17]:
        return "统一社会信用代码校验位不符"
    return ""


def organization_code_fault(code: str) -> str:
    """Say what is wrong with an organisation code of 9 characters (GB 11714); empty if nothing."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return "组织机构代码应为 8 位数字或大写字母加 1 位校验码"
    total = sum(int(mark, 36) * weight for mark, weight in zip(code, _ORG_WEIGHTS, strict=False))
    return "" if "0X987654321"[total % 11] == code[8] else "组织机构代码校验位不符"


def identity_number_fault(number: str, today: date) -> str:
    """Say what is wrong with an identity number, without repeating it; empty when nothing is.

    GB 11643-1999: 18 characters, a birth date from 1800 up to `today`, ISO 7064 MOD 11-2. The region is not
    checked, as numbers keep regions that no longer exist.
    """
    if len(number) != 18:
        return f"身份证号应为 18 位，现为 {len(number)} 位"
    if not _ID_SHAPE.fullmatch(number):
        return "身份证号只含数字，末位可为 X"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号中的出生日期不存在"
    if born > today or born.year < 1800:
        return "身份证号中的出生日期不合理"
    total = sum(int(mark) * weight for mark, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "" if _ID_CHECKS[total % 11] == number[17] else "身份证号校验码不符"
