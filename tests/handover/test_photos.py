"""A photo is kept upright and without what the camera wrote into it; one of which that can't be said is refused."""

import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageSequence

from handover.files import pictures
from handover.files.keeping import Kept, fit_to_keep
from tests.handover.photos import HEIC, photo, points, taken
from web.errors import Refused

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Shanghai</x:xmpmeta>"
FORMATS = {
    "photo.jpg": photo("JPEG", xmp=XMP, comment=b"Shanghai"),
    "photo.png": photo("PNG"),
    "photo.webp": photo("WEBP", xmp=XMP, lossless=True),
    "照片.HEIC": HEIC,
    "two in one.jpg": photo("MPO", save_all=True, append_images=[points()]),
}


def kept(content: bytes, name: str) -> tuple[Kept, bytes]:
    found = fit_to_keep(SimpleUploadedFile(name, content), name)
    found.file.seek(0)
    return found, found.file.read()


@pytest.mark.parametrize("name", FORMATS)
def test_a_photo_is_kept_upright_and_without_where_it_was_taken(name: str) -> None:
    with Image.open(io.BytesIO(FORMATS[name])) as sent:
        assert sent.getexif().get_ifd(0x8825), "it says where it was taken"
    _found, content = kept(FORMATS[name], name)
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (32, 64)
        top, bottom = (shown.convert("RGB").getpixel((16, y)) for y in (4, 60))
        assert top[2] > 200 > top[0], "blue"
        assert bottom[0] > 200 > bottom[2], "red"
        assert dict(shown.getexif()) == {}
        assert not {"exif", "xmp", "comment", "mp"} & set(shown.info)
    for trace in (b"Apple", b"Shanghai", b"Exif\0", b"MPF\0"):
        assert trace not in content


@pytest.mark.parametrize(
    ("name", "content", "called", "kind"),
    [
        ("照片.HEIC", HEIC, "照片.jpg", "image/jpeg"),
        ("../IMG_0012", HEIC.replace(b"ftypheic", b"ftypmif1"), "IMG_0012.jpg", "image/jpeg"),
        ("x" * 300 + ".heic", HEIC, "x" * 195 + ".jpg", "image/jpeg"),
        ("scan.webp", FORMATS["photo.webp"], "scan.webp", "image/webp"),
        ("scan", FORMATS["photo.png"], "scan", "image/png"),
    ],
)
def test_what_is_kept_as_jpeg_is_called_so(name: str, content: bytes, called: str, kind: str) -> None:
    found, _content = kept(content, name)
    assert (found.name, found.content_type) == (called, kind)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_a_picture_that_moves_still_moves_and_says_no_more(kind: str) -> None:
    others = [points().transpose(Image.Transpose.FLIP_LEFT_RIGHT), Image.new("RGB", (64, 32), "green")]
    found = io.BytesIO()
    points().save(found, kind, save_all=True, append_images=others, exif=taken(), comment=b"Shanghai")
    _found, content = kept(found.getvalue(), "moving")
    with Image.open(io.BytesIO(content)) as shown:
        assert sum(1 for _frame in ImageSequence.Iterator(shown)) == 3
        assert dict(shown.getexif()) == {}
    assert b"Apple" not in content
    assert b"Shanghai" not in content


def test_a_drawing_says_no_more_than_it_shows() -> None:
    found = io.BytesIO()
    points().save(found, "GIF", comment=b"Shanghai")
    drawing = found.getvalue()[:-1] + b"\x21\xff\x0bXMP DataXMP" + b"\x05Pudong"[:6] + b"\x00;"
    _found, content = kept(drawing, "drawing.gif")
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (64, 32)
        assert shown.convert("RGB").getpixel((4, 4)) == (0, 0, 255)
    for trace in (b"Shanghai", b"XMP", b"Pudon"):
        assert trace not in content


def test_what_could_be_seen_through_still_can() -> None:
    sent = Image.new("P", (8, 8))
    sent.putpalette([0, 0, 0, 255, 0, 0])
    found = io.BytesIO()
    sent.save(found, "PNG", transparency=0)
    _found, content = kept(found.getvalue(), "logo.png")
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def cut() -> Iterator[tuple[str, bytes]]:
    """Each photo without its end: what says where it was taken stands before that."""
    for name, content in FORMATS.items():
        if name != "two in one.jpg":  # without its end it is a photo still
            yield name, content[: len(content) // 2]


@pytest.mark.parametrize(("name", "content"), list(cut()))
def test_a_photo_that_cannot_be_written_anew_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused, match="save it as JPEG") as refused:
        kept(content, name)
    assert (refused.value.code, refused.value.status) == ("broken_picture", 422)


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_too_large_to_unpack_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 64 * 32 - 1)
    with pytest.raises(Refused) as refused:
        kept(FORMATS[name], name)
    assert refused.value.code == "picture_too_large"
