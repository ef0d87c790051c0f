"""How does a stranger's picture become ours?  Read, turned the right way up, and drawn anew from its pixels.

Nothing but pixels survives: no place, no time, no device, no thumbnail, nothing hidden behind the picture.
"""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from db.evidence.faults import DAMAGED, HUGE, FileFault

MOST_SIDE: Final = 2_560  # reads well on paper; a phone's 12 megapixels weigh a tenth afterwards
MOST_PIXELS: Final = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
SAVED: Final[dict[str, dict[str, object]]] = {
    "JPEG": {"quality": 85, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85},
}


def redrawn(data: bytes, kind: str) -> bytes:
    """The picture as it is kept: upright, at most 2,560 pixels a side, without any metadata.

    Raises: FileFault for what is damaged or too large to be drawn.
    """
    name = kind.upper()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
    try:
        with Image.open(BytesIO(data), formats=(name,)) as picture:
            _check_size(picture.size, name)
            picture.draft("RGB", (MOST_SIDE, MOST_SIDE))  # a large JPEG is read at a smaller scale
            return _saved(_clean(picture), name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as huge:
        raise FileFault(HUGE) from huge
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as bad:
        raise FileFault(DAMAGED) from bad


def _check_size(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > MOST_PIXELS[name]:
        raise FileFault(HUGE)


def _clean(picture: Image.Image) -> Image.Image:
    picture.load()  # the whole of it: a picture that was cut short is refused here
    upright = _upright(picture)
    upright.thumbnail((MOST_SIDE, MOST_SIDE))
    transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    mode = "RGBA" if transparent and picture.format != "JPEG" else "RGB"
    pixels = upright.convert(mode)
    blank = Image.new(mode, pixels.size)  # a new picture has no memory of the old one's notes
    blank.paste(pixels)
    return blank


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except (SyntaxError, ValueError, TypeError, KeyError, struct.error):
        # Notes that cannot be read turn nothing.
        return picture


def _saved(picture: Image.Image, name: str) -> bytes:
    out = BytesIO()
    picture.save(out, name, **SAVED[name])
    return out.getvalue()
