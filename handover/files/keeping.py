"""A file as it is kept: of a kind we take, under a name without folders, photos written anew."""

import mimetypes
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from handover.files.file_types import content_type
from handover.files.pictures import without_metadata
from web.errors import Refused

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """What is stored of a file somebody sent."""

    file: File
    name: str
    content_type: str


def fit_to_keep(file: File, name: str) -> Kept:
    """What to store of `file`, which its sender called `name`.

    Raises `Refused` (422): `empty_file`, `file_too_big`, `file_type` (only pictures, PDF, office documents and text,
    judged by content), `broken_picture`, `picture_too_large`.
    """
    if not file.size:
        raise Refused(_("The file is empty."), code="empty_file", status=422)
    if file.size > MOST_BYTES:
        sentence = _("The file is larger than %(size)s.")
        raise Refused(sentence, code="file_too_big", params={"size": filesizeformat(MOST_BYTES)}, status=422)
    kind = content_type(file)
    if kind is None:
        sentence = _("Only pictures, PDF, office documents and text can be kept as evidence.")
        raise Refused(sentence, code="file_type", status=422)
    photo = without_metadata(file, kind)
    if photo is None:
        return Kept(file, _clean(name), kind)
    if photo.kind != kind:
        name = PurePath(_clean(name)).stem + str(mimetypes.guess_extension(photo.kind))
    return Kept(photo.file, _clean(name), photo.kind)


def _clean(name: str) -> str:
    """The name a person gave the file, without folders and control characters."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    return shown[-200:] or "file"
