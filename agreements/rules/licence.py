"""The Korea Open Government License (공공누리), under which the register may be used."""

from django.utils.translation import gettext_lazy

ADDRESS = "https://www.kogl.or.kr/info/license.do"
TYPES = {
    1: gettext_lazy("type 1 (name the source)"),
    2: gettext_lazy("type 2 (name the source, no commercial use)"),
    3: gettext_lazy("type 3 (name the source, change nothing)"),
    4: gettext_lazy("type 4 (name the source, no commercial use, change nothing)"),
}
