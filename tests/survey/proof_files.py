"""Files that prove something: good ones of each kind, made by the programs people use."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from PIL import Image, PngImagePlugin

SECRET = "Canary-21.0285N-105.8542E"
_EXIF_ORIENTATION, _EXIF_MAKER, _EXIF_GPS = 0x0112, 0x010F, 0x8825


def picture(kind: str = "JPEG", size: tuple[int, int] = (120, 80), **given: object) -> bytes:
    """A picture: its left half red, its right half blue."""
    image = Image.new("RGB", size, (20, 40, 200))
    image.paste((220, 20, 30), (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    image.save(out, kind, **given)
    return out.getvalue()


def photo() -> bytes:
    """A phone's picture: lying on its side, with the place and the maker in it, and a comment."""
    exif = Image.Exif()
    exif[_EXIF_ORIENTATION] = 6
    exif[_EXIF_MAKER] = SECRET
    exif.get_ifd(_EXIF_GPS)[1] = "N"
    exif.get_ifd(_EXIF_GPS)[2] = (21.0, 1.0, 42.6)
    return picture(exif=exif, comment=SECRET.encode(), icc_profile=SECRET.encode() * 20, xmp=SECRET.encode())


def noted_png() -> bytes:
    """A PNG with a note, a place and a time in it."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>", zip=True)
    return picture("PNG", pnginfo=notes, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")


def pdf(inner: bytes = b"", objects: bytes = b"", before: bytes = b"", after: bytes = b"") -> bytes:
    """A page of nothing; `inner` stands in its catalogue, `objects` beside it."""
    body = b"%PDF-1.7\n" + objects
    body += b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inner + b" >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    place = len(body)
    end = (
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n%d\n%%%%EOF\n"
        % place
    )
    return before + body + end + after


def zipped(parts: Mapping[str, bytes | str], **given: object) -> bytes:
    """An archive of these parts, in this order; the first is stored as it is."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **given) as archive:
        for number, (name, data) in enumerate(parts.items()):
            archive.writestr(name, data, zipfile.ZIP_STORED if number == 0 else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx() -> bytes:
    """A letter."""
    out, letter = BytesIO(), Document()
    letter.add_paragraph("Biên bản tập huấn")
    letter.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    """A sheet."""
    out, book = BytesIO(), Workbook()
    book.active["A1"] = "Số lượt"
    book.save(out)
    return out.getvalue()


ODT_TYPE = "application/vnd.oasis.opendocument.text"


def odt(**parts: str) -> bytes:
    """An OpenDocument letter."""
    content = '<?xml version="1.0"?><office:document-content xmlns:office="urn:o"/>'
    return zipped({"mimetype": ODT_TYPE, "content.xml": content, "META-INF/manifest.xml": "<m/>", **parts})


GOOD = {
    "anh.jpg": photo,
    "anh.png": noted_png,
    "anh.webp": lambda: picture("WEBP", exif=b"Exif\0\0" + SECRET.encode()),
    "bien ban.pdf": pdf,
    "bien_ban.docx": docx,
    "so.xlsx": xlsx,
    "thu.odt": odt,
}
