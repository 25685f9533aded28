"""The wing of meetings: topics, sittings, minutes, consent."""
