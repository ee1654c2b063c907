"""What makes a text look like a language: alphabets, everyday characters, words that no language writes."""

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise

#: Letters beyond ASCII by language, in lower case. A text in one of them has hardly any other.
ALPHABETS: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            "äöüß",
            "àâæçéèêëîïôœùûüÿ",
            "áéíñóúü",
            "àèéìíîòóùú",
            "áâãàçéêíóôõúü",
            "áàâãçéêíóôõú",
            "àçèéíïòóúü",
            "åäöé",
            "æøåéäö",
            "áéëïóöüè",
            "áéíóúýþæöð",
            "ąćęłńóśźż",
            "áčďéěíňóřšťúůýž",
            "áäčďéíĺľňóôŕšťúýž",
            "áéíóöőúüű",
            "ăâîșțşţ",
            "čćđšž",
            "čšž",
            "çğıiöşüâ",
            "āčēģīķļņšūž",
            "ąčęėįšųūž",
            "äõöüšž",
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
            "абвгдежзийклмнопрстуфхцчшщъьюя",
            "абвгдђежзијклљмнњопрстћуфхцчџш",
            "άέήίόύώαβγδεζηθικλμνξοπρστυφχψως",
            "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
            "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىي",
        ),
    )
)
#: What stands beside words in any language.
BESIDE = "–—‘’‚“”„…€£¥§°©®™«»¿¡ºª·•½¼¾²³¹×÷†‡‰\u00a0±"
LETTERS = re.compile(r"[A-Za-z\u0080-\U0010ffff]+")
#: Chinese as people type it: characters, their punctuation, full-width forms.
CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uff60\uffe0-\uffef\u2010-\u2026\u00b7\u00d7\u00a5\u20ac]")
KANA = re.compile(r"[\u3041-\u30ff]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")
LONE = re.compile(r"[a-z][\u0100-\U0010ffff][a-z]")
#: The lead bytes of the characters a language uses every day, by the encoding that orders them so.
EVERYDAY = {
    "gb18030": ("gb2312", 0xB0, 0xF7),
    "cp950": ("big5", 0xA4, 0xC6),
    "cp932": ("cp932", 0x88, 0x97),
    "euc_jp": ("euc_jp", 0xB0, 0xCF),
    "cp949": ("euc_kr", 0xB0, 0xC8),
}


def everyday(text: str, encoding: str) -> float:
    """The share (0 to 1) of the characters beyond ASCII that people of that encoding's language use every day."""
    counted = Counter(letter for letter in text if letter > "\x7f")
    total = counted.total()
    good = sum(number for letter, number in counted.items() if _everyday(letter, encoding))
    torn = len(LONE.findall(text))
    return max(0.0, good - torn) / total if total else 0.0


@cache
def _everyday(letter: str, encoding: str) -> bool:
    orders, first, last = EVERYDAY[encoding]
    if "\u4e00" <= letter <= "\u9fff" or HANGUL.match(letter):
        if HANGUL.match(letter) is None and encoding == "cp949":
            return False
        try:
            return first <= letter.encode(orders)[0] <= last
        except UnicodeError:
            return False
    if KANA.match(letter):
        return encoding in ("cp932", "euc_jp")
    return CHINESE.match(letter) is not None


def wordlike(text: str) -> float:
    """The share (0 to 1) of the words with letters beyond ASCII that some language could write: one script, no sign
    within a word, no capital after a small letter.
    """
    words = [word.strip(BESIDE) for word in LETTERS.findall(text) if not word.isascii()]
    return sum(map(_is_word, words)) / len(words) if words else 0.0


def words(text: str) -> set[str]:
    """The different words with a letter beyond ASCII."""
    return {word for word in LETTERS.findall(text) if not word.isascii()}


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0] if letter > "\x7f" else "LATIN"


def _is_word(word: str) -> bool:
    bare = word.replace("’", "").replace("\u00ad", "")
    if not bare:
        return True
    if not bare.isalpha() or len(set(map(_script, bare))) > 1:
        return False
    return not any(
        before.islower() and after.isupper() and not (before.isascii() and after.isascii())
        for before, after in pairwise(bare)
    )


def of_one_language(letters: Counter[str]) -> bool:
    """Whether one alphabet has (nearly) all of these letters."""
    small: Counter[str] = Counter()
    for letter, number in letters.items():
        if letter.isalpha():
            small[letter.lower()] += number
    total = small.total()
    return any(sum(small[letter] for letter in alphabet) >= 0.99 * total for alphabet in ALPHABETS)
