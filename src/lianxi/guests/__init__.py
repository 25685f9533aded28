"""Bodies without a seat (county bureaus, hospitals): a one-time link for one task, or their superior enters for them.

The room promises: a link serves one body for one task, once, as long as the ask runs; opening it changes nothing; it
shows the task alone; it confirms, answers, and takes one file, and no list of persons.
"""
