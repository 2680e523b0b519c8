"""What is open and has a deadline."""


def test_only_what_is_open_and_has_a_date_stands_there(paju, visit):
    page = visit("/deadlines/")
    rows = [line.text for line in page.all("tr")[1:]]
    assert len(rows) == 1
    assert rows[0].startswith("2023년 위기아동 보호센터 개소(의정부) 추진과제 · 위기아동 원스톱")
    assert "기한 경과" in rows[0]


def test_on_an_earlier_day_commitments_and_milestones_stand_together_by_date(paju, visit):
    page = visit("/deadlines/?as_of=2023-03-01")
    kinds = [("이행과제 ·" in line.text, "추진과제 ·" in line.text) for line in page.all("tr")[1:]]
    assert sorted(kinds) == [(False, True), (False, True), (True, False)]
    assert "기한 경과" not in page.one("table").text
    assert "/milestones/crisis-child-one-stop-1/?as_of=2023-03-01" in page.links


def test_there_is_no_file_beside_it(paju, visit):
    assert not [link for link in visit("/deadlines/").links if ".csv" in link]
