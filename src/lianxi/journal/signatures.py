"""An action's payload, read from its signature: the type, the words and the default of every field."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from lianxi.core.fields import Field, Inner, field_of
from lianxi.journal.recorded import Recorded


@dataclass(frozen=True, slots=True)
class PayloadField:
    """One field as the signature gives it. `default` is `inspect.Parameter.empty` where it has none."""

    name: str
    type: Any
    words: Field
    default: Any

    @property
    def needed(self) -> bool:
        return self.default is inspect.Parameter.empty

    def check(self, value: object) -> None:
        """Refuse what the field cannot hold. Raises BadInput that names it."""
        self.words.check(value, needed=self.needed)


def read_payload(body: Callable[..., Any]) -> Mapping[str, PayloadField]:
    """Read the fields of an action's body; its first parameter is the act.

    A record itself, not its number, can only come from another act and is called as its table is.
    Raises TypeError for a field without words: it could not be named to anybody.
    """
    plain, full = get_type_hints(body), get_type_hints(body, include_extras=True)
    found = {}
    for parameter in list(inspect.signature(body).parameters.values())[1:]:
        name = parameter.name
        words = field_of(full[name]) or _as_record(plain[name])
        if words is None:
            raise TypeError(f"{body.__module__}.{body.__name__} gives its field {name} no words")
        found[name] = PayloadField(name, plain[name], words, parameter.default)
    return found


def _as_record(type_: Any) -> Field | None:
    is_record = isinstance(type_, type) and issubclass(type_, Recorded)
    return Inner(str(type_._meta.verbose_name)) if is_record else None
