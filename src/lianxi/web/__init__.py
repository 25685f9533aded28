"""The web door: server-rendered pages for phones and desks. It shows and hands over; it decides nothing."""
