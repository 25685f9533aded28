"""Sessions under the hash of their key: who reads the database, or a backup of it, cannot take one over."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from lianxi.bodies.rules.secrets import stored_key


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
