"""`python -m launch.templates`: every template of the product compiles."""

import os

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from launch.paths import ROOT
from launch.say import say


def main() -> int:
    """Compile each template and print what does not; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    folder = ROOT / "templates"
    broken = 0
    for path in sorted(each for each in folder.rglob("*") if each.suffix in {".html", ".txt", ".svg", ".xml"}):
        try:
            get_template(str(path.relative_to(folder)))
        except TemplateSyntaxError as error:
            broken += 1
            say(f"{path.relative_to(ROOT)}: {error}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
