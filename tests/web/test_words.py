"""The words of the public pages: one for one thing, in sentences that begin as sentences do."""

import re
from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.test import Client

from agreements.management import catalogue
from tests.web.addresses import addresses
from tests.web.page import Page

PAGES = (
    "home", "commitments", "agreements", "programs", "agencies", "reports", "inquiries", "updates", "targets",
    "duties", "data", "ledger", "glossary", "about", "timeline", "agreement", "commitment", "milestone",
    "program", "agency", "inquiry", "ordinance", "search",
)  # fmt: skip
# Words that readers met for 기한, for which “announced date” (of a duty: “due day”) stands.
OTHER_WORDS = re.compile(r"\b(deadlines?|overdue|targets?)\b", re.IGNORECASE)
CODES = re.compile(r"\b(targets\.csv|original_target|current_target|target|no_deadline|deadline_unknown)\b")
# Clumsy or two words for one thing, as readers noted them.
AVOIDED_IN_KOREAN = (
    "0회 변경", "구체화", "이 기준일 화면 주소", "공개 이력", "공개기록 확인", "총괄기관", "공개순번",
    "괄호 안의 수는", "앞으로 다가오는 기한이 없습니다",
)  # fmt: skip
BLOCKS = ("p", "h1", "h2", "h3", "figcaption", "caption", "summary", "legend", "dt", "th", "label")


def some_pages(prefix: str = "") -> Iterator[tuple[str, Page]]:
    """Yield the lists and standing pages, and two of each kind of record; drafts have no page."""
    for name in PAGES:
        answers = ((address, Client().get(prefix + address)) for address in addresses(name))
        public = ((address, Page(answer)) for address, answer in answers if answer.status_code == 200)
        yield from islice(public, 2)


def test_english_has_one_word_for_an_announced_date_and_sentences_begin_with_a_capital(demo_register):
    for address, page in some_pages("/en"):
        for element in page.elements:
            if element.tag in BLOCKS:
                assert not OTHER_WORDS.search(CODES.sub("", element.text)), f"{address}: {element.text}"
        for paragraph in page.all("p"):
            text = paragraph.text
            if text.endswith(".") and not paragraph.lies_in("li", "td", "dd"):
                assert not text[:1].islower(), f"{address}: {text}"


def test_no_message_of_ours_says_deadline_or_overdue():
    for message in catalogue.extract_messages(settings.BASE_DIR):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        assert not re.search(r"\b(deadlines?|overdue)\b", " ".join(ids), re.IGNORECASE), ids


def test_korean_pages_say_none_of_the_words_that_readers_stumbled_over(demo_register):
    for address, page in some_pages():
        for words in AVOIDED_IN_KOREAN:
            assert words not in page.text, f"{address}: {words}"
