"""Pure decisions of work: forms and their rows, periods and due days, figures, transition tables. No Django, no clock."""
