"""The ways routing refuses: a bad case line and bad data, each with a sentence a clerk can act on."""


class RoutingError(ValueError):
    """A refusal with a stable code and a Chinese sentence that says what to correct."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class BadCase(RoutingError):
    """The case line cannot be read as asked."""


class BadRoutingData(RoutingError):
    """A vocabulary, inference or condition file contradicts itself or its text."""
