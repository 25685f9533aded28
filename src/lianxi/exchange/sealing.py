"""The complainant of a letter or call, encrypted under the installation's key and bound to the paper's own number."""

from lianxi.exchange.models import Incoming
from lianxi.register.vault import seal, unseal


def _name(row: Incoming) -> str:
    return f"exchange.incoming:{row.conference_id}:{row.system_number}"


def sealed(row: Incoming, complainant: str) -> str:
    """Encrypt who wrote or called for this very paper; empty stays empty."""
    return seal(_name(row), {"complainant": complainant}) if complainant else ""


def opened(row: Incoming) -> str:
    """Decrypt what `sealed` made. Raises InvalidTag where it was put to another paper."""
    return unseal(_name(row), row.complainant)["complainant"] if row.complainant else ""
