"""Measures how builders of projects find their enterprises by code, then by name and place.

    python bench/matching.py [--projects 20000] [--enterprises 50000] [--seed 1] [--peer PYTHON]

The generator makes enterprises in parks and, for a part of them, a project whose builder (as a declaration would) writes it
with one or two of seven distortions: short names, brackets, branch words, an old division, twin names in one park,
typing, a missing code. One firm in ten has a twin: another firm of the same park whose name differs by one character or
by its last word; a part of the twins builds without being in the list of enterprises. One project in ten tells no place, one in
twenty lies elsewhere than its firm. What counts is the one party that
is put before a person; a code that stands on both sides counts with it. The peer (recordlinkage, in a Python of its own)
compares the same rows by area, name and place.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from lianxi.projects.rules.matching import Party, match_all

AREAS = (
    "晋江市",
    "石狮市",
    "南安市",
    "惠安县",
    "安溪县",
    "永春县",
    "德化县",
    "鲤城区",
    "丰泽区",
    "洛江区",
    "泉港区",
)
# What an area was written as before (mapped by the register before names are compared).
OLD = {"晋江市": "晋江县", "石狮市": "石狮镇", "南安市": "南安县", "丰泽区": "鲤城区丰泽"}
REGIONS = (*AREAS, *OLD.values(), "福建省", "泉州市")
TRADES = (
    "鞋业", "鞋材", "服饰", "服装", "石材", "陶瓷", "机械", "五金", "塑胶", "包装", "纺织", "印染", "家具", "电子", "食品", "建材", "轻工", "工艺品", "树脂", "化工",
)  # fmt: skip
FIRST = "恒盛兴泰隆华鑫瑞福安顺利达荣昌宏远东方金源三力百嘉美佳信德永固天裕海联众创新通达晟辉腾飞龙凤鼎泓凯帝诺卡尔迪雅思"
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
TOWNS = ("陈埭镇", "池店镇", "内坑镇", "磁灶镇", "官桥镇", "水头镇", "螺阳镇", "城厢镇")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DISTORTIONS = ("short", "brackets", "branch", "old_division", "twin", "typing", "no_code")


@dataclass(frozen=True)
class Firm:
    """A firm with what its name is put together from."""

    party: Party
    trade: str
    kind: str
    park: str


def firm(rng: random.Random, key: int, told: tuple[str, str, str, str] = ("", "", "", "")) -> Firm:
    """Make a firm; what is not told (trade name, last word, park, area) is drawn."""
    trade, kind, park, area = told
    area = area or rng.choice(AREAS)
    trade = trade or "".join(rng.choice(FIRST) for _ in range(rng.choice((2, 2, 2, 3))))
    kind = kind or rng.choice(TRADES)
    park = park or f"{rng.choice(TOWNS)}{''.join(rng.sample(FIRST, 2))}工业园"
    head = rng.choice((f"福建省{area}", "泉州市", area, "福建", f"泉州{area.rstrip('市县区')}"))
    place = f"{park}{rng.randint(1, 400)}号"
    code = "91350" + "".join(rng.choice(ALPHABET) for _ in range(13))
    return Firm(Party(key, code, f"{head}{trade}{kind}{rng.choice(FORMS)}", area, place), trade, kind, park)


def twin_of(rng: random.Random, one: Firm, key: int) -> Firm:
    """Make another firm of the same park whose name is nearly the same."""
    if rng.random() < 0.5:
        at = rng.randrange(len(one.trade))
        trade = one.trade[:at] + rng.choice(FIRST) + one.trade[at + 1 :]
        made = firm(rng, key, (trade, one.kind, one.park, one.party.area))
    else:
        made = firm(rng, key, (one.trade, rng.choice(TRADES), one.park, one.party.area))
    return made


def distorted(rng: random.Random, one: Firm, told: tuple[str, ...]) -> tuple[str, str, str]:
    """Write a firm's name, code and place as somebody else would."""
    name, place, area = one.party.name, one.party.place, one.party.area
    code = one.party.code if "no_code" not in told else ""
    if "short" in told:
        name = rng.choice((f"{one.trade}{one.kind}", f"{one.trade}{one.kind}公司", f"{area}{one.trade}"))
    if "old_division" in told and area in OLD:
        name, place = name.replace(area, OLD[area]), f"{OLD[area]}{place}"
    if "brackets" in told:
        name = rng.choice(
            (f"{one.trade}（福建）{one.kind}有限公司", f"{one.trade}{one.kind}有限公司（{area}）")
        )
    if "branch" in told:
        name += rng.choice(("一厂", "第二分厂", f"{area.rstrip('市县区')}分公司", "新厂", "二期"))
    if "typing" in told:
        name = mistyped(rng, name, one.trade)
    if rng.random() < 0.3:
        place = place.replace("号", "") if rng.random() < 0.5 else f"{area}{place}"
    return name, code, elsewhere(rng, place)


def mistyped(rng: random.Random, name: str, trade: str) -> str:
    """Change, leave out or put in one character of the trade name."""
    at = rng.randrange(len(trade)) + name.find(trade) if trade in name else rng.randrange(len(name))
    wrong = rng.choice(FIRST)
    return rng.choice(
        (name[:at] + wrong + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + wrong + name[at:])
    )


def elsewhere(rng: random.Random, place: str) -> str:
    """Leave a place out, or tell another one, now and then."""
    drawn = rng.random()
    if drawn < 0.1:
        place = ""
    elif drawn < 0.15:
        # The works lie elsewhere than the firm.
        place = f"{rng.choice(TOWNS)}{''.join(rng.sample(FIRST, 2))}工业园{rng.randint(1, 400)}号"
    return place


def world(
    size: int, projects: int, seed: int
) -> tuple[list[Party], list[Party], dict[int, int], dict[int, tuple[str, ...]]]:
    """Make enterprises and projects; give which enterprise each project truly is, and how it was distorted."""
    rng = random.Random(seed)
    firms = [firm(rng, key) for key in range(size)]
    twins = [twin_of(rng, rng.choice(firms[: size // 2]), 0) for _ in range(max(1, size // 10))]
    places = rng.sample(range(size // 2, size), len(twins) * 2 // 3)
    for at, one in zip(places, twins, strict=False):
        firms[at] = replace(one, party=replace(one.party, key=at))
    absent = twins[len(places) :]
    left, truth, how = [], {}, {}
    for key in range(projects):
        is_absent = rng.random() < 0.02
        is_twin = rng.random() < 0.08
        one = rng.choice(absent) if is_absent else firms[rng.choice(places)] if is_twin else rng.choice(firms)
        told = tuple(
            {rng.choice(DISTORTIONS), rng.choice(DISTORTIONS)} | ({"twin"} if is_twin or is_absent else set())
        )
        if rng.random() < 0.6:
            told = (*told, "no_code")
        name, code, place = distorted(rng, one, told)
        left.append(Party(key, code, name, one.party.area, place))
        how[key] = told
        if not is_absent:
            truth[key] = one.party.key
    return left, [one.party for one in firms], truth, how


def scored(found: dict[int, int], truth: dict[int, int]) -> tuple[float, float]:
    """Give precision and recall of the pairs found."""
    right = sum(truth.get(key) == value for key, value in found.items())
    return right / max(1, len(found)), right / max(1, len(truth))


def peer(python: str, left: list[Party], right: list[Party], truth: dict[int, int]) -> None:
    """Have recordlinkage compare the same rows and print its figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.json"
        rows = {
            name: [[p.key, p.code, p.name, p.area, p.place] for p in side]
            for name, side in (("left", left), ("right", right))
        }
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        started = time.perf_counter()
        done = subprocess.run(
            [python, str(Path(__file__).parent / "matching_peer.py"), str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print("peer failed:", done.stderr.strip().splitlines()[-1:])
            return
        found = {int(key): value for key, value in json.loads(done.stdout).items()}
    precision, recall = scored(found, truth)
    print(
        f"recordlinkage: precision {precision:.4f}, recall {recall:.4f}, {time.perf_counter() - started:.1f} s"
    )


def main() -> None:
    """Print precision, recall and time, and recall by distortion."""
    told = argparse.ArgumentParser()
    told.add_argument("--projects", type=int, default=20_000)
    told.add_argument("--enterprises", type=int, default=50_000)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--peer", default="", help="a Python that has recordlinkage")
    options = told.parse_args()
    left, right, truth, how = world(options.enterprises, options.projects, options.seed)
    started, cpu = time.perf_counter(), time.process_time()
    found = {one.left: one.right for one in match_all(left, right, REGIONS)}
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    precision, recall = scored(found, truth)
    print(
        f"{len(left)} × {len(right)}: precision {precision:.4f}, recall {recall:.4f}, {wall:.1f} s ({used:.1f} s CPU)"
    )
    bare = {key for key, told in how.items() if "no_code" in told}
    by_name = scored(
        {k: v for k, v in found.items() if k in bare}, {k: v for k, v in truth.items() if k in bare}
    )
    print(f"without code ({len(bare)}): precision {by_name[0]:.4f}, recall {by_name[1]:.4f}")
    all_of, right_of, wrong_of = Counter[str](), Counter[str](), Counter[str]()
    for key in bare:
        for name in how[key]:
            all_of[name] += key in truth
            right_of[name] += truth.get(key, -1) == found.get(key, -2)
            wrong_of[name] += key in found and truth.get(key, -1) != found[key]
    for name in DISTORTIONS:
        print(f"  {name:13} {right_of[name]}/{all_of[name]} found, {wrong_of[name]} wrong")
    if options.peer:
        peer(options.peer, left, right, truth)


if __name__ == "__main__":
    sys.exit(main())
