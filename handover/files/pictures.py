"""Photos as they are kept: upright, and without what the camera wrote into them (place, time, whose phone it was).

A photo that can't be written anew is refused: what was written into it would stay.
"""

import io
from dataclasses import dataclass
from typing import Any, Final

import pi_heif
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from web.errors import Refused

pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

#: What is written anew: by the type told from the content, what Pillow reads it as.
READ_AS: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
#: Kept as another kind: what an iPhone writes opens on few computers.
KEPT_AS: Final = {"image/heic": "image/jpeg", "image/heif": "image/jpeg"}
WRITTEN: Final[dict[str, dict[str, Any]]] = {
    "image/jpeg": {"format": "JPEG", "quality": 90, "optimize": True},
    "image/png": {"format": "PNG", "optimize": True},
    "image/webp": {"format": "WEBP", "quality": 90},
    "image/gif": {"format": "GIF"},
}
#: These may move; of the others the first picture is the photo, and what follows belongs to it (depth, brightness).
MAY_MOVE: Final = {"image/png", "image/webp", "image/gif"}
#: A larger picture is not unpacked: a few bytes can stand for a whole wall of it.
MOST_PIXELS: Final = 60_000_000


@dataclass(frozen=True)
class Picture:
    """A picture that was written anew, and as what."""

    file: File
    kind: str


def without_metadata(file: File, kind: str) -> Picture | None:
    """The same picture without metadata; None for what is no photo.

    Raises `Refused` (422): `broken_picture`, `picture_too_large`.
    """
    if kind not in READ_AS:
        return None
    kept_as = KEPT_AS.get(kind, kind)
    file.seek(0)
    try:
        with Image.open(file, formats=[READ_AS[kind]]) as photo:
            frames = getattr(photo, "n_frames", 1) if kind in MAY_MOVE else 1
            if photo.width * photo.height * frames > MOST_PIXELS:
                raise _too_large()
            written = _moving(photo, kept_as) if frames > 1 else _still(photo, kept_as)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError) as error:
        sentence = _("This picture can't be read. Open it, save it as JPEG, and add that.")
        raise Refused(sentence, code="broken_picture", status=422) from error
    return Picture(ContentFile(written), kept_as)


def _still(photo: Image.Image, kind: str) -> bytes:
    """One picture: its points alone are copied, as the camera was held."""
    upright = ImageOps.exif_transpose(photo)
    if kind == "image/jpeg" and upright.mode not in ("L", "RGB", "CMYK"):
        upright = upright.convert("RGB")
    bare = Image.new(upright.mode, upright.size)
    if upright.palette is not None:
        bare.putpalette(upright.palette)
    bare.paste(upright)
    look = {name: photo.info[name] for name in ("icc_profile", "transparency") if name in photo.info}
    found = io.BytesIO()
    bare.save(found, **WRITTEN[kind], **look)
    return found.getvalue()


def _moving(photo: Image.Image, kind: str) -> bytes:
    found = io.BytesIO()
    photo.save(found, **WRITTEN[kind], save_all=True, exif=b"", xmp=b"", comment=b"")
    return found.getvalue()


def _too_large() -> Refused:
    sentence = _("This picture has more than %(count)s million dots. Save it smaller, and add that.")
    return Refused(sentence, code="picture_too_large", params={"count": MOST_PIXELS // 1_000_000}, status=422)
