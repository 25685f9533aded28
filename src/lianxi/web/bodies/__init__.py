"""The wing of the conference and its people: who belongs to it, its rules, signing in."""
