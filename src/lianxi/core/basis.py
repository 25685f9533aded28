"""A basis: the words of an instrument that an act rests on, as plain values any room can store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Basis:
    """Instrument code, version, clause id and the span of the words (code points, end excluded).

    An empty `clause` means the act is administrative: no clause is claimed for it.
    """

    instrument: str = ""
    version: int = 0
    clause: str = ""
    start: int | None = None
    end: int | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the basis as the plain mapping that the journal stores."""
        return {
            "instrument": self.instrument,
            "version": self.version,
            "clause": self.clause,
            "start": self.start,
            "end": self.end,
        }


ADMINISTRATIVE = Basis()
