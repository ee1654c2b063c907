"""Photos as phones write them: 64 by 32 points, the left half blue, taken with the phone turned, in Shanghai."""

import base64
import io
from typing import Any

from PIL import Image


def taken() -> Image.Exif:
    """What a phone writes beside the points: turned by a quarter, by whose phone, and where."""
    found = Image.Exif()
    found[0x0112], found[0x010F] = 6, "Apple"
    place = found.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (31.0, 14.0, 0.0), "E", (121.0, 28.0, 0.0)
    return found


def points() -> Image.Image:
    """The points of such a photo, as the camera lies."""
    found = Image.new("RGB", (64, 32), "red")
    found.paste("blue", (0, 0, 32, 32))
    return found


def photo(kind: str, **more: Any) -> bytes:
    """A photo in a format of Pillow, with what a phone writes into it."""
    found = io.BytesIO()
    points().save(found, kind, exif=taken(), **more)
    return found.getvalue()


#: The same as an iPhone keeps it. Written once by pillow-heif 1.8.1, whose wheels can write HEIC; ours only read it.
HEIC = base64.b85decode(
    "0000SW^{RQXk}?*00000ZE0pPXk}?*ZE0a<0005VZDn*}000000000XXk=`10000000000aA{+700000000000000000000G-+&aV*mgE07O"
    "6l0ssL300001>;M4(00000001HY0ssI200IsG0RR9100000r~m)}IB98aW&i*H00062000$fZf0cy000000RRAKc4ILB0000LX>Mj^0ssI30"
    "0IC2MR;ju000004sdC7Z2$lO00031009SSaB^?}008D`aAR)(004Gqc4I>U18@KU0FVFx0000U@BsY%`1k+-4+CHT0RR|40Sp2E{{wIU00RJ"
    "!0009300RIXx&lC90096hLID8-Z~y=U0FVFx0{{R603M(qfd!W8<fgf}2xu@M00096AOHXZ03l)k0RRR>0l{;?i2wiq6Ju{|a&BX6cmM$a4F"
    "Cp!0000KX>)L8000000000$0000$0000eV{Bn?0000$000010000W000010000000002|NsBs000020000GaA|mH000000|*ER00009X>xCL"
    "0{{R38EJ5BVE_OC000000RRC8fdT^sgoXeB02*m>Wo7^X0000001jhhb7KGk009620002eZDe6|0000UC;_ho82HL@*Z=wwv->rZ-S=P|-53"
    "9iXnzIn?*9M)00u>PX=VTbO-%qQ0000800RLJ00IC200sa605Sm*00RI300967004+300aO40096105|{u002R7aBO7&00aO500IC200K?`0"
    "000200jU500RI30B!&S00IC200Kn-0000400jU500RI30EPen0000003QGV0096101f~E0096100000009610C@la0096102}}S009610000"
    "0009"
)
