"""Clocks own time as the conference counts it: calendar notices, time-limit rules and the timers of the day."""
