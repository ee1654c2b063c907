"""Photos as they are kept: upright, and without what the camera wrote into them (place, time, whose phone it was)."""

import io
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

#: What is written anew, by the type told from the content, and how; anything else is kept as it came.
FORMATS: dict[str, dict[str, Any]] = {
    "image/jpeg": {"format": "JPEG", "quality": 90, "optimize": True},
    "image/png": {"format": "PNG", "optimize": True},
    "image/webp": {"format": "WEBP", "quality": 90},
}
#: A larger picture is not unpacked: a few bytes can stand for a whole wall of it.
MOST_PIXELS = 60_000_000


def cleaned(file: File, kind: str) -> File:
    """The same picture without metadata; the file itself when it is no photo, moves, or can't be read as a picture."""
    if kind not in FORMATS:
        return file
    file.seek(0)
    try:
        with Image.open(file, formats=[str(FORMATS[kind]["format"])]) as photo:
            if photo.width * photo.height > MOST_PIXELS or getattr(photo, "n_frames", 1) > 1:
                return _as_it_came(file)
            upright = ImageOps.exif_transpose(photo)
            bare = Image.new(upright.mode, upright.size)
            if upright.palette is not None:
                bare.putpalette(upright.palette)
            bare.paste(upright)
            found = io.BytesIO()
            bare.save(found, **FORMATS[kind], icc_profile=photo.info.get("icc_profile"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return _as_it_came(file)
    return ContentFile(found.getvalue(), name=file.name)


def _as_it_came(file: File) -> File:
    file.seek(0)
    return file
