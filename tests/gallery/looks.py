"""How the product is looked at: a language and a width, and who of the demo firm looks."""

from dataclasses import dataclass

#: By language, the people of one firm: each sees what the one before did not. The last three belong to no team.
PEOPLE = {
    "en": ("darren.cole", "priya.shah", "elena.ruiz", "nora.blake", "hr", "admin", "auditor"),
    "zh-hans": ("chen.jing", "successor", "supervisor", "manager", "hr", "admin", "auditor"),
}


@dataclass(frozen=True)
class Look:
    """One language at one width in CSS pixels."""

    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.width}"


LOOKS = [Look("en", 1280), Look("zh-hans", 390), Look("en", 390), Look("zh-hans", 1280)]
#: What every run of the tests looks at: each language and each width once. `make screenshots` looks at all.
USUAL = tuple(LOOKS[:2])
