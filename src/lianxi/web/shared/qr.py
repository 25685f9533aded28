"""QR codes as pictures that a page shows: drawn here, sent nowhere."""


def qr_of(text: str) -> str:
    """Return a QR code as the address of a picture (data:); empty where the library is not installed."""
    try:
        import segno
    except ImportError:
        return ""
    return str(segno.make(text, error="m").svg_data_uri(scale=4, border=2))
