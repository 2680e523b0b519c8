"""Every public address.  URL name = view name = template name; references and slugs are permanent."""

from django.urls import URLPattern, path

from agreements.api.openapi import OPERATIONS, openapi_json
from agreements.editions.formats import CONTENT_TYPES
from agreements.feeds.deadlines import deadlines_ics
from agreements.feeds.reports import reports_atom
from agreements.feeds.timeline import timeline_atom, timeline_ics
from agreements.lists.columns import EXPORTS
from agreements.lists.columns.formats import FORMATS
from agreements.views.about import about
from agreements.views.accessibility import accessibility
from agreements.views.agencies import agencies
from agreements.views.agency import agency
from agreements.views.agency_compare import agency_compare
from agreements.views.agreement import agreement
from agreements.views.agreement_card import agreement_card
from agreements.views.agreements import agreements
from agreements.views.commitment import commitment
from agreements.views.commitments import commitments
from agreements.views.data import data
from agreements.views.data_api import data_api
from agreements.views.data_file import data_file
from agreements.views.deadlines import deadlines
from agreements.views.display import display
from agreements.views.document import document
from agreements.views.duties import duties
from agreements.views.export import export
from agreements.views.glossary import glossary
from agreements.views.home import home
from agreements.views.inquiries import inquiries
from agreements.views.inquiry import inquiry
from agreements.views.ledger import ledger
from agreements.views.ledger_file import ledger_jsonl, verify_ledger_py
from agreements.views.milestone import milestone
from agreements.views.milestones import milestones
from agreements.views.moved_lists import renames_parameters
from agreements.views.official_reports import editions, official_report, official_report_file
from agreements.views.ordinance import ordinance
from agreements.views.privacy import privacy
from agreements.views.program import program
from agreements.views.programs import programs
from agreements.views.region import region
from agreements.views.regions import regions
from agreements.views.register_package import register_package
from agreements.views.reports import reports
from agreements.views.search import search
from agreements.views.targets import targets
from agreements.views.theme import theme
from agreements.views.timeline import timeline
from agreements.views.updates import updates

with_kind = renames_parameters({"subject": "kind"})


def files_beside(page: str, name: str) -> list[URLPattern]:
    """Return the addresses of one file in each format, beside the address of its page."""
    view = with_kind(export) if name == "targets" else export
    return [
        path(f"{page}.{ending}", view, {"name": name, "ending": ending}, name=f"{name}_{ending}")
        for ending in FORMATS
    ]


def register_packages(ending: str) -> list[URLPattern]:
    """Return the addresses of the newest package and of that of a day; of the manifests for “json”."""
    kind = {"manifest": ending == "json"}
    return [
        path(f"data/register.{ending}", register_package, kind, name=f"register_{ending}"),
        path(f"data/register-<str:day>.{ending}", register_package, kind, name=f"register_of_day_{ending}"),
    ]


urlpatterns = [
    path("api/v1/openapi.json", openapi_json, name="openapi_json"),
    *(
        path(f"api/v1/{operation.pattern}", operation.callback, name=operation.name)
        for operation in OPERATIONS
    ),
    path("data/api/", data_api, name="data_api"),
    path("", home, name="home"),
    path("agreements/", agreements, name="agreements"),
    path("agreements/<str:reference>/", agreement, name="agreement"),
    path("agreements/<str:reference>/card/", agreement_card, name="agreement_card"),
    path("commitments/", commitments, name="commitments"),
    path("commitments/<str:reference>/", commitment, name="commitment"),
    path("programs/", programs, name="programs"),
    path("programs/<slug:slug>/", program, name="program"),
    path("milestones/", milestones, name="milestones"),
    path("milestones/<str:reference>/", milestone, name="milestone"),
    path("agencies/", agencies, name="agencies"),
    path("agencies/compare/", agency_compare, name="agency_compare"),
    path("agencies/<slug:slug>/", agency, name="agency"),
    path("regions/", regions, name="regions"),
    path("regions/<str:code>/", region, name="region"),
    path("themes/<slug:slug>/", theme, name="theme"),
    path("reports/", reports, name="reports"),
    path("inquiries/", inquiries, name="inquiries"),
    path("inquiries/<int:number>/", inquiry, name="inquiry"),
    path("timeline/", timeline, name="timeline"),
    path("updates/", updates, name="updates"),
    path("deadlines/", deadlines, name="deadlines"),
    path("search/", search, name="search"),
    path("targets/", with_kind(targets), name="targets"),
    path("duties/", duties, name="duties"),
    path("ordinances/<slug:slug>/", ordinance, name="ordinance"),
    path("editions/", editions, name="editions"),
    path("editions/report/", official_report, name="official_report"),
    *(
        path(
            f"editions/report.{ending}",
            official_report_file,
            {"kind_of_file": ending},
            name=f"official_report_{ending}",
        )
        for ending in CONTENT_TYPES
    ),
    path("data/", data, name="data"),
    path("data/<slug:name>/", data_file, name="data_file"),
    *register_packages("zip"),
    *register_packages("json"),
    path("display/", display, name="display"),
    path("ledger/", ledger, name="ledger"),
    path("glossary/", glossary, name="glossary"),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("ledger/verify_ledger.py", verify_ledger_py, name="verify_ledger_py"),
    path("ledger.jsonl", ledger_jsonl, name="ledger_jsonl"),
    path("documents/<str:sha256>/", document, name="document"),
    # What readers and calendars subscribe to, with the list's query string.
    path("reports.atom", reports_atom, name="reports_atom"),
    path("timeline.atom", timeline_atom, name="timeline_atom"),
    path("timeline.ics", timeline_ics, name="timeline_ics"),
    path("deadlines.ics", with_kind(deadlines_ics), name="deadlines_ics"),
    # The files beside each list take the list's query string.
    *files_beside("agencies/compare", "agency_compare"),
    *(address for name in EXPORTS for address in files_beside(name, name)),
]
