"""The look-ups that every stream needs: employer, place, industry."""

from lianxi.register.rules.places import divisions
from lianxi.surveillance.intake.words import Register, resolve_employers, resolve_industry, resolve_place
from lianxi.tables.typing import Lookup, Rows, each


def _employers(texts: list[tuple[str, ...]], register: Register) -> Rows:
    rows: Rows = []
    for raw, name, code, fault in resolve_employers(((one[0], one[1]) for one in texts), register):
        _, place, trade = register.known.get(code, ("", "", ""))
        region = code[2:8] if code[2:8] in divisions() and divisions()[code[2:8]][1] == "county" else ""
        rows.append((raw, name, code, fault, place, region, trade))
    return rows


EMPLOYER: Lookup[Register] = Lookup(
    "employers",
    ("employer_code", "employer_name"),
    ("code", "fault", "registered", "from_code", "trade"),
    _employers,
)
PLACE = Lookup("places", ("division_code", "province", "city", "county"), ("division",), each(resolve_place))
INDUSTRY = Lookup("industries", ("industry", "industry_wide"), ("code",), each(resolve_industry))
WHO = (EMPLOYER, PLACE, INDUSTRY)
WHO_SQL = "coalesce(nullif(p.division, ''), nullif(e.registered, ''), nullif(e.from_code, ''), '')"
WHO_CHECKS = {
    "place_unknown": f"{WHO_SQL} = ''",
    "place_from_register": "p.division = '' AND e.registered <> ''",
    "place_from_code": "p.division = '' AND e.registered = '' AND e.from_code <> ''",
    "industry_unknown": "i.code = '' AND e.trade = ''",
}
INDUSTRY_SQL = "coalesce(nullif(i.code, ''), e.trade)"
