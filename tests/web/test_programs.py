"""The list of programs."""


def test_a_program_shows_its_owner_and_when_and_how_it_was_decided(paju, visit):
    page = visit("/programs/")
    texts = [line.text for line in page.all("tr")[1:]]
    assert "위기아동 원스톱 보호체계 구축 경기도북부자치경찰위원회 2021. 9. 의결" in texts
    assert "/programs/crisis-child-one-stop/" in page.links


def test_before_it_was_decided_there_is_no_program(paju, visit):
    page = visit("/programs/?as_of=2023-12-31")
    assert "/programs/crisis-child-one-stop/?as_of=2023-12-31" in page.links
    assert not [link for link in page.links if "other-program" in link]
