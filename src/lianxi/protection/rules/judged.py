"""What four facts allow as a recognition, and whether a recognition opens the way to aid: insurance comes first."""

from collections.abc import Mapping

from lianxi.protection.rules.machines import FACTS

GONE = ("cancelled", "revoked", "none")


def missing_facts(facts: Mapping[str, str]) -> list[str]:
    """Name the facts that their keepers have not stated yet."""
    return [label for code, (_line, label, _words) in FACTS.items() if not facts.get(code)]


def contradiction(result: str, facts: Mapping[str, str]) -> str:
    """Say why the facts do not carry a result; empty where they do."""
    if result == "gone" and facts.get("registration") not in GONE:
        return "登记状态为存续，不能写用人单位不存在"
    if result == "unconfirmable" and facts.get("relation") == "confirmed":
        return "劳动关系可以确认，不能写无法确认"
    if result == "unconfirmable" and facts.get("relation") == "disputed":
        return "劳动关系在仲裁或诉讼，要等结果"
    if result == "exists" and facts.get("registration") in GONE and facts.get("relation") != "confirmed":
        return "登记已注销、吊销或查无登记，且劳动关系不能确认，不能写用人单位存在"
    return ""


def past_insurance(facts: Mapping[str, str]) -> bool:
    """Tell whether aid would pass over the insurance: the employer had insured, the fund pays after recognition.

    社会保险法第四十一条, 第四十二条; 社会保险基金先行支付暂行办法.
    """
    return facts.get("insurance") == "yes" and facts.get("relation") == "confirmed"
