"""Between the units (部门间往来): what one unit sends, asks or collects from another, and what comes in from outside.

The room promises: whoever was sent something sees it, signs for it and answers, or names whose it is; what was sent,
received and answered is the same for both sides; free text with personal data is refused before it is stored; a
complainant is read by the seat that registered the letter and by no other, and never travels.
"""
