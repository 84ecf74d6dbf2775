"""The package of files that a workbook is: looked at before it is unpacked, and handed on lean."""

import re
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile, is_zipfile

from fsmlib.tables.messages import unreadable

MEGABYTE = 1 << 20
MOST_UNPACKED, MOST_TIMES_PACKED, ALWAYS_FINE = 250 * MEGABYTE, 100, 20 * MEGABYTE
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # an encrypted workbook is wrapped in this too
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
AS_XLSX = "Åbn den i Excel, og gem den som .xlsx."
_EMPTY_ROW = re.compile(rb'<row(?=[^>]* r="\d)[^>]*(?:/>|>(?:\s*<c [^>]*/>)*\s*</row>)')


def check_package(file: BinaryIO, path: Path) -> None:
    """InputError for what is no workbook, or one that unpacked is beyond any table of ours."""
    if not is_zipfile(file):
        file.seek(0)
        content = file.read(MEGABYTE)
        if not content:
            raise unreadable(path, "Filen er tom.", "Hent den igen.")
        if content.startswith(b"PK"):
            raise unreadable(path, "Filen er klippet over: slutningen mangler.", "Hent den igen.")
        if not content.startswith(OLD_OFFICE):
            raise unreadable(path, "Filen kan ikke åbnes; den er ikke en Excel-fil.", AS_XLSX)
        if ENCRYPTED in content:
            mend = "Gem den uden adgangskode: Filer, Oplysninger, Beskyt projektmappe."
            raise unreadable(path, "Projektmappen er beskyttet med adgangskode.", mend)
        raise unreadable(path, "Filen kan ikke åbnes; den er en gammel Excel-fil (.xls).", AS_XLSX)
    with ZipFile(file) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    is_bomb = unpacked > max(ALWAYS_FINE, MOST_TIMES_PACKED * path.stat().st_size)
    if unpacked > MOST_UNPACKED or is_bomb:
        size = f"{unpacked // MEGABYTE:,} MB".replace(",", ".")
        mend = "Slet tomme, formaterede rækker og kolonner, eller gem arkene som CSV."
        raise unreadable(path, f"Projektmappen fylder {size} pakket ud og læses ikke.", mend)


def transitional(file: BinaryIO) -> BinaryIO:
    """The workbook under the names openpyxl knows; Strict Open XML has others for the same."""
    with ZipFile(file) as parts:
        books = [name for name in parts.namelist() if name.casefold().endswith("workbook.xml")]
        if not any(STRICT.search(parts.read(name)) for name in books):
            return file
        copy = BytesIO()
        with ZipFile(copy, "w") as renamed:
            for name in parts.namelist():
                ours = rb"http://schemas.openxmlformats.org/\1/2006/"
                renamed.writestr(name, STRICT.sub(ours, parts.read(name)))
    return copy


class WithoutEmptyRows:
    """The XML of a sheet without its rows that are only formats: of a million, none is parsed."""

    def __init__(self, source: BinaryIO):
        self._source, self._rest = source, b""

    def read(self, _: int = -1) -> bytes:
        """The next piece, of whole tags; nothing at the end."""
        while piece := self._source.read(MEGABYTE):
            told = self._rest + piece
            whole = told.rfind(b">") + 1
            self._rest = told[whole:]
            if kept := _EMPTY_ROW.sub(b"", told[:whole]):
                return kept
        rest, self._rest = self._rest, b""
        return rest
