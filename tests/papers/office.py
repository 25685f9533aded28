"""DOCX through LibreOffice, with the fonts that also set the PDF in place of the official ones."""

import os
import subprocess
import tempfile
from pathlib import Path

from lianxi.papers.layout.roles import Face
from lianxi.papers.pdf.fonts import font_folders, stand_ins

ALIAS = """<match target="pattern"><test name="family" qual="any"><string>{name}</string></test>
<edit name="family" mode="assign" binding="strong"><string>{stand_in}</string></edit></match>"""


def font_settings(cache: Path) -> str:
    """Fontconfig's settings: only our fonts, each official name answered by its stand-in."""
    folders = "".join(f"<dir>{folder}</dir>" for folder in font_folders())
    aliases = "".join(ALIAS.format(name=face, stand_in=stand_ins(face)[0].family) for face in Face)
    return f'<?xml version="1.0"?><fontconfig>{folders}<cachedir>{cache}</cachedir>{aliases}</fontconfig>'


def converted(documents: dict[str, bytes]) -> dict[str, bytes]:
    """The PDF that LibreOffice makes of each DOCX, by name, in one run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / "fonts.conf"
        settings.write_text(font_settings(folder / "cache"), encoding="utf-8")
        for key, content in documents.items():
            (folder / f"{key}.docx").write_bytes(content)
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        command += ["--outdir", str(folder), *(str(folder / f"{key}.docx") for key in documents)]
        environment = os.environ | {"FONTCONFIG_FILE": str(settings), "SAL_USE_VCLPLUGIN": "svp"}
        subprocess.run(command, check=True, capture_output=True, env=environment, timeout=300)
        return {key: (folder / f"{key}.pdf").read_bytes() for key in documents}
