"""The wing of time: calendars, time limits, the day's jobs."""
