"""Contrast and text size: kept in two cookies of fixed words, without a script and without tracking."""

import pytest
from django.test import Client
from django.utils.http import urlencode

from tests.web.page import Page


def ask(client: Client | None = None, /, **wishes: str):
    return (client or Client()).get(f"/display/?{urlencode(wishes)}")


@pytest.mark.parametrize("name", ["contrast", "text"])
def test_a_choice_holds_on_every_page_until_the_system_is_to_decide_again(paju, name):
    word, default = {"contrast": ("more", "system"), "text": ("larger", "normal")}[name]
    client = Client()
    for address in ("/", "/en/agreements/", "/nothing/"):
        ask(client, **{name: word})
        page = Page(client.get(address))
        assert page.one("html").attributes[f"data-{name}"] == word
        assert [
            radio.attributes["value"]
            for radio in page.all("input", name=name)
            if "checked" in radio.attributes
        ] == [word]
        ask(client, **{name: default})
        assert f"data-{name}" not in Page(client.get(address)).one("html").attributes


def test_one_choice_leaves_the_other_as_it_is(paju):
    client = Client()
    ask(client, contrast="standard", text="large")
    ask(client, contrast="more")
    html = Page(client.get("/")).one("html").attributes
    assert (html["data-contrast"], html["data-text"]) == ("more", "large")


def test_the_form_leads_back_to_the_page_with_its_query(paju, visit):
    address = "/en/commitments/?q=%ED%8C%8C%EC%A3%BC&as_of=2023-03-01"
    page = visit(address)
    assert page.one("form", class_="display-form").attributes["action"] == "/en/display/"
    back = page.one("input", name="next").attributes["value"]
    answer = Client().get(f"/en/display/?{urlencode({'contrast': 'more', 'next': back})}")
    assert (answer.status_code, answer["Location"]) == (302, address)


def test_without_a_way_back_it_leads_to_the_first_page_in_the_same_language(db):
    assert ask(text="large")["Location"] == "/"
    assert Client().get("/en/display/")["Location"] == "/en/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/", "//example.com/", "///example.com", "/\\example.com", "\\\\example.com",
        "javascript:alert(1)", "agreements/", "http:example.com", "/" + "x" * 3000, "/" + "가" * 500,
    ],
)  # fmt: skip
def test_it_leads_nowhere_but_to_a_path_of_this_site(db, elsewhere):
    answer = ask(contrast="more", next=elsewhere)
    assert answer.status_code == 400
    assert Page(answer).one("code").text == "next"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("name", "word"), [("contrast", "dark"), ("contrast", "MORE"), ("text", "200%"), ("text", '"><b')]
)
def test_a_word_that_is_none_of_ours_is_refused_by_the_name_of_its_parameter(db, name, word):
    answer = ask(**{name: word})
    assert answer.status_code == 400
    assert Page(answer).one("code").text == name
    assert "다음 중 하나를 쓰세요" in Page(answer).main
    assert not answer.cookies


def test_a_cookie_with_any_other_word_is_as_if_there_were_none(paju):
    client = Client()
    client.cookies["display_contrast"] = '"><script>'
    client.cookies["display_text"] = "huge"
    page = Page(client.get("/"))
    assert page.one("html").attributes == {"lang": "ko"}
    assert "display_contrast" not in page.html


def test_the_cookies_last_a_year_and_no_script_and_no_other_site_gets_them(db, settings):
    for https in (False, True):
        settings.HTTPS = https
        answer = ask(contrast="more", text="large")
        assert set(answer.cookies) == {"display_contrast", "display_text"}
        for cookie in answer.cookies.values():
            assert cookie["max-age"] == 31_536_000
            assert (cookie["samesite"], cookie["path"], cookie["httponly"]) == ("Lax", "/", True)
            assert bool(cookie["secure"]) is https


def test_nobody_gets_a_cookie_who_did_not_choose(paju):
    client = Client()
    for address in ("/", "/agreements/", "/display/"):
        assert not client.get(address).cookies


def test_no_robot_keeps_it_and_what_keeps_pages_knows_that_they_differ(paju):
    answer = ask(text="large")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    for address in ("/", "/agreements/", "/nothing/"):
        assert "cookie" in Client().get(address)["Vary"].lower()
    assert "Cookie" not in Client().get("/agreements.csv").get("Vary", "")


def test_it_only_answers_who_asks(db):
    refused = Client().post("/display/", {"contrast": "more"})
    assert (refused.status_code, refused.cookies) == (405, {})
