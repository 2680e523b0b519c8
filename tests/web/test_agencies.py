"""The list of agencies."""

from agreements.models import Agency, Region


def test_an_agency_shows_kind_region_and_parent(paju, visit):
    province = Region.objects.create(code="41", name_ko="경기도")
    Region.objects.create(code="41480", name_ko="파주시", parent=province)
    Agency.objects.filter(slug="paju-police").update(region="41480", parent=paju.commission)
    page = visit("/agencies/?kind=police_station")
    assert [line.text for line in page.all("tr")[1:]] == [
        "파주경찰서 경찰서 경기도 파주시 경기도북부자치경찰위원회"
    ]


def test_an_unlisted_agency_is_absent_as_row_and_as_parent(paju, visit):
    Agency.objects.filter(slug="paju-police").update(parent=paju.commission)
    Agency.objects.filter(pk=paju.commission.pk).update(listed=False)
    page = visit("/agencies/")
    assert "경기도북부자치경찰위원회" not in page.html
    assert "파주경찰서" in page.main
