"""Sessions under the hash of their key: who reads the database, or a backup of it, cannot take one over."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from lianxi.core.canonical import digest

# The column takes 40 characters: 160 bits of the hash.
LENGTH = 40
# Of these the journal and the list of the own sign-ins show so many.
SHORT = 8


def stored_key(session_key: str) -> str:
    """Return under what name a session is stored."""
    return digest(f"session:{session_key}")[:LENGTH]


def short_hash(session_key: str | None) -> str:
    """Return what the journal notes of a session: enough to tell two apart, of no use to take one over."""
    return stored_key(session_key)[:SHORT] if session_key else ""


class SessionStore(db.SessionStore):
    """Django's store in the database; only the browser has the key itself."""

    def _get_session_from_db(self) -> Any:
        key = stored_key(self.session_key or "")
        row = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Tell whether a session of this key is stored."""
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row that is stored for the session's data."""
        row = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove a session, by default this one."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))
