"""The pictures of the public site in README and docs, taken from the demo register: `make site-pictures`."""

from pathlib import Path
from typing import Any, NamedTuple

from tests.performance.public_site import browser
from tests.performance.served import ROOT, SITE, served

FOLDER = ROOT / "docs" / "img" / "site"


class Picture(NamedTuple):
    name: str
    address: str
    width: int = 1280
    tall: int = 960  # pixels from the top of what is shown
    contrast: str = "no-preference"
    of: str = "body"


PICTURES = (
    Picture("home", "/", tall=1500),
    Picture("home-phone", "/", width=390, tall=1100),
    Picture("home-high-contrast", "/", tall=1000, contrast="more"),
    Picture("home-english", "/en/", tall=1000),
    Picture("list", "/commitments/?q=협약&status=unreported", tall=1200),
    Picture("list-phone", "/commitments/", width=390, tall=1100),
    Picture("search", "/search/?q=파주 보호센터", tall=1100),
    Picture("agreement", "/agreements/2022-0004/", tall=1700),
    Picture("commitment", "/commitments/2022-0004-01/", tall=1900),
    Picture("commitment-phone", "/commitments/2022-0004-01/", width=390, tall=1300, contrast="more"),
    Picture("program", "/programs/crisis-child-one-stop/", tall=1100, of=".lanes-figure"),
    Picture("timeline", "/timeline/?as_of=2023-03-01", tall=1300),
    Picture("region", "/regions/41480/", tall=1300),
    Picture("compare", "/agencies/compare/?a=gyeonggi-north-commission&a=paju", tall=1500),
)


def take(browser: Any, picture: Picture, folder: Path) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": 900}, contrast=picture.contrast, locale="ko-KR"
    )
    page = context.new_page()
    page.goto(SITE + picture.address)
    box = page.locator(picture.of).first.bounding_box()
    page.screenshot(
        path=folder / f"{picture.name}.png",
        clip=box | {"height": min(box["height"], picture.tall)},
        full_page=True,
    )
    context.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served(), browser() as found:
        for picture in PICTURES:
            take(found, picture, FOLDER)


if __name__ == "__main__":
    main()
