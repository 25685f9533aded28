"""Tables owns rows of files for all rooms: opening, headings, typing, faults, progress, staging. Pure: no framework."""
