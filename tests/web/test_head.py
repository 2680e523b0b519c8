"""What a page says about itself to search engines and messengers: languages, addresses, a preview."""

import re
import struct

import pytest
from django.conf import settings
from django.utils import translation

from agreements.templatetags.head import cut, language_of
from tests import factories
from tests.factories import published
from tests.test_architecture import NO_PAGE
from tests.web.addresses import addresses, names

PAGES = [name for name in names() if name not in NO_PAGE]
PROMISE = "/commitments/2022-0001-01/"


def meta(page, name):
    return page.one("meta", property=name).attributes["content"]


def linked(page, **attributes):
    return {one.attributes.get("hreflang"): one.attributes["href"] for one in page.all("link", **attributes)}


def robots(page):
    return [one.attributes["content"] for one in page.all("meta", name="robots")]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_names_itself_and_its_other_language(paju, visit, name):
    for address in addresses(name):
        both = {
            "ko": f"http://testserver{address}",
            "en": f"http://testserver/en{address}",
            "x-default": f"http://testserver{address}",
        }
        for asked, language in ((address, "ko"), (f"/en{address}", "en")):
            page = visit(asked)
            assert robots(page) == (["noindex, follow"] if name == "search" else [])
            if address == paju.center.get_absolute_url():
                continue  # found as its commitment: tests/web/test_same_promise.py
            assert linked(page, rel="canonical") == {None: both[language]}
            assert linked(page, rel="alternate") == both


def test_a_second_page_is_a_page_of_its_own_in_both_languages(paju, visit):
    offices = [factories.agency(f"office-{number}") for number in range(30)]
    published(factories.agreement(parties=offices))
    page = visit("/en/agencies/?page=2&sort=kind")
    assert linked(page, rel="canonical") == {None: "http://testserver/en/agencies/?page=2"}
    assert linked(page, rel="alternate")["ko"] == "http://testserver/agencies/?page=2"
    assert page.title.startswith("Agencies (2/2) | ")
    assert linked(visit("/agencies/?page=1"), rel="canonical") == {None: "http://testserver/agencies/"}


@pytest.mark.parametrize(
    "address", ["/?as_of=2023-01-01", f"{PROMISE}?as_of=2023-01-01&seq=3", "/updates/?kind=correction"]
)
def test_another_day_keeps_its_address_for_citations_but_is_not_indexed(paju, visit, address):
    page = visit(address)
    assert linked(page, rel="canonical") == {None: f"http://testserver{address}"}
    assert robots(page) == ["noindex, follow"]
    assert linked(page, rel="alternate") == {}
    assert not [script for script in page.all("script") if script.text], "machines are told of today only"


def test_a_narrowed_list_is_not_indexed_and_claims_to_be_no_other_page(paju, visit):
    page = visit("/commitments/?status=completed")
    assert robots(page) == ["noindex, follow"]
    assert linked(page, rel="canonical") == linked(page, rel="alternate") == {}


def test_a_preview_tells_the_finding_in_the_language_of_the_page(paju, visit):
    page = visit(PROMISE)
    assert meta(page, "og:title") == "2022-0001-01 위기아동 보호센터 설립 추진"
    assert meta(page, "og:description").startswith("2023년 12월 27일 문을 열었습니다.")
    assert meta(page, "og:description").endswith("– 2022-0001-01 위기아동 보호센터 설립 추진")
    assert meta(page, "og:site_name") == "치안협력 업무협약 이행현황"
    assert meta(page, "og:type") == "website"
    assert meta(page, "og:url") == f"http://testserver{PROMISE}"
    assert meta(page, "og:locale") == "ko_KR"
    assert meta(page, "og:locale:alternate") == "en_GB"
    english = visit(f"/en{PROMISE}")
    assert meta(english, "og:locale") == "en_GB"
    assert meta(english, "og:url") == f"http://testserver/en{PROMISE}"
    assert english.one("meta", name="twitter:card").attributes["content"] == "summary_large_image"


def test_a_preview_shows_a_picture_with_its_size_and_words(paju, visit):
    page = visit("/")
    assert meta(page, "og:image") == "http://testserver/static/img/og.png"
    assert meta(page, "og:image:alt") == "치안협력 업무협약 이행현황"
    size = int(meta(page, "og:image:width")), int(meta(page, "og:image:height"))
    picture = settings.BASE_DIR / "static/img/og.png"
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == size


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        (PROMISE, "2023년 12월 27일 문을 열었습니다."),
        (f"/en{PROMISE}", "문을 열었습니다 on 27 December 2023."),
    ],
)
def test_a_preview_leaves_out_none_of_the_dates_that_an_outcome_is_compared_with(
    paju, visit, address, outcome
):
    page = visit(address)
    comparison = "".join(page.one("p", class_="lead").words)
    assert outcome not in comparison, "the page says it in its headline, a preview has none"
    assert meta(page, "og:description").startswith(f"{outcome} {comparison} – ")
    assert page.one("meta", name="description").attributes["content"].startswith(f"{outcome} {comparison}")


def test_long_texts_are_cut_for_previews_and_hostile_ones_stay_text(paju, visit):
    title = '"><script>alert(1)</script> &amp; ' + "가" * 160
    agreement = published(factories.agreement(title_ko=title, parties=[paju.city, paju.police]))
    page = visit(agreement.get_absolute_url())
    assert len(meta(page, "og:title")) == 40
    assert meta(page, "og:title").startswith(f'{agreement.reference} "><script>alert')
    assert len(page.one("meta", name="description").attributes["content"]) <= 400
    assert page.title.startswith(f"{agreement.reference} {title}"[:100])
    assert {script.attributes["type"] for script in page.all("script") if script.text} == {
        "application/ld+json"
    }


@pytest.mark.parametrize(
    ("written", "length", "read"),
    [("a &amp; b", 20, "a & b"), ("<time>2022</time>년", 20, "2022년"), ("가나다라마", 4, "가나다…")],
)
def test_what_was_written_for_a_page_is_read_as_plain_text(written, length, read):
    assert cut(written, length) == read


def test_korean_in_the_head_of_an_english_page_says_so(paju, visit):
    assert visit("/en/").all("title", lang="ko") == []
    marked = visit(f"/en{PROMISE}").all("title", lang="ko")
    assert [title.text for title in marked if not title.lies_in("svg")]
    assert language_of("협약") == ""
    with translation.override("en"):
        assert language_of("협약 MOU") == ' lang="ko"'
        assert language_of("MOU") == ""


def test_a_refusal_is_no_address_and_previews_as_what_it_is(visit):
    page = visit("/nothing/", status=404)
    assert page.all("link", rel="canonical") == page.all("link", rel="alternate") == []
    assert page.all("meta", property="og:url") == []
    assert not [script for script in page.all("script") if script.text]
    assert "화면이 없습니다" in meta(page, "og:title")


def test_the_head_repeats_nothing(paju, visit):
    html = visit("/").html.partition("</head>")[0]
    said = re.findall(r'<meta (?:name|property)="([^"]+)"', html)
    assert len(said) == len(set(said))
