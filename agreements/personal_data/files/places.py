"""Write the place of a finding in a file in words."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.personal_data.files.package_parts import PLAIN_TEXT, XML
from agreements.personal_data.files.pieces import PROPERTIES, Place

# Names of parts within office files, and what a person calls them; the first that fits.
PARTS: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern), label)
    for pattern, label in (
        (r"comment|Comment", gettext_lazy("comments")),
        (r"header\d*\.xml$", gettext_lazy("page header")),
        (r"footer\d*\.xml$", gettext_lazy("page footer")),
        (r"(foot|end)notes\.xml$", gettext_lazy("footnotes")),
        (r"document\.xml$|section\d*\.xml$|content\.xml$|masterpage", gettext_lazy("text")),
        (r"drawing", gettext_lazy("drawing")),
        (r"sharedStrings", gettext_lazy("texts of the cells")),
        (r"pivot|externalLink", gettext_lazy("stored copy of a table")),
        (r"workbook\.xml$", gettext_lazy("names of cells")),
        (r"docProps|properties|meta\.xml$|\.hpf$", gettext_lazy("properties of the file")),
        (r"^Preview/", gettext_lazy("preview")),
        (r"\.rels$", gettext_lazy("links")),
    )
)


def place_in_words(place: Place) -> str:
    """Return “page 3” or “sheet “명단” (hidden) B7”; empty for the whole file."""
    if "pages" in place:
        return _("pages %(numbers)s") % {"numbers": ", ".join(map(str, place["pages"]))}
    if "page" in place:
        return _("page %(number)s") % {"number": place["page"]}
    if "sheet" in place:
        label = _("sheet “%(name)s” (hidden)") if place.get("hidden") else _("sheet “%(name)s”")
        sheet = label % {"name": place["sheet"]}
        return f"{sheet} {place.get('cell', '')}".strip()
    if "attachment" in place:
        return _("attached file “%(name)s”") % {"name": place["attachment"]}
    if "address" in place:
        return str(place["address"])
    return part_in_words(str(place.get("part", "")))


def part_in_words(part: str) -> str:
    """Return what people call a part that was read as text; the name of any other says most itself."""
    if part != PROPERTIES and not XML.search(part) and not PLAIN_TEXT.search(part):
        return part
    for pattern, label in PARTS:
        if pattern.search(part):
            return str(label)
    return part
