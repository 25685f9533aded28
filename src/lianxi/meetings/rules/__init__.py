"""Pure decisions of meetings: transition tables, who must consent, what may be issued."""
