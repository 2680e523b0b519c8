"""Import from a table, in two steps: upload and look at what would happen, then confirm exactly that.

Reading, planning and writing are `imports/`; between the two steps the file lies in `held_upload.py`.
"""

import csv
import io
from dataclasses import astuple, dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from agreements.admin.accounts.roles import person_may
from agreements.admin.imports.held_upload import KEPT, HeldUpload, discard_old
from agreements.admin.records.forms import AnotherAgreementForm
from agreements.imports import IMPORTS
from agreements.imports.complaints import Complaint, complaint_at, complaints_csv
from agreements.imports.importing import Outcome, TableImport
from agreements.imports.plans import Verdict
from agreements.imports.reading import ENDINGS, LARGEST_MB
from agreements.models import Agency
from agreements.rules.publication import Act

MOST_ROWS = 2000
FAULTS_SALT = "agreements.import.faults"
VERDICTS = {
    Verdict.NEW: gettext_lazy("new"),
    Verdict.CHANGED: gettext_lazy("changed"),
    Verdict.UNCHANGED: gettext_lazy("unchanged"),
    Verdict.REFUSED: gettext_lazy("refused"),
}


class UploadForm(forms.Form):
    import_file = forms.FileField(
        label=gettext_lazy("File with the table"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy(
            ".xlsx or CSV (UTF-8 or CP949), at most 20 MB and 2,000 rows. The header may be Korean."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file with the table."),
            "empty": gettext_lazy("The file is empty. Choose the file with the table."),
        },
    )

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(most)s MB are read. Divide it into several files.")
                % {"size": filesizeformat(file.size), "most": LARGEST_MB}
            )
        return file


@dataclass(frozen=True)
class TableOutcome:
    """What became of one table, as a page shows it; ``heading`` and ``kind`` where it shows several."""

    outcome: Outcome
    heading: str | Promise = ""
    kind: str = ""

    @property
    def counts(self) -> list[tuple[Any, int]]:
        return [(VERDICTS[verdict], count) for verdict, count in self.outcome.counts.items()]

    @property
    def plans(self) -> list[tuple[Any, Any]]:
        """Return the plans that change anything, each with its verdict; none of a refused file."""
        if self.outcome.refused:
            return []
        return [(plan, VERDICTS[plan.verdict]) for plan in self.outcome.plans if plan.changes]

    @property
    def faults(self) -> str:
        """Pack the complaints of a refused file, so that their list can be asked for; "" if there is none."""
        if not self.outcome.refused:
            return ""
        return signing.dumps(list(map(astuple, self.outcome.complaints)), salt=FAULTS_SALT, compress=True)


@dataclass(frozen=True)
class ImportPages:
    """The pages on which the list of an admin imports a table, which ``imports/`` declares under ``noun``."""

    model_admin: Any
    noun: str

    @property
    def name(self) -> str:
        opts = self.model_admin.opts
        return f"{opts.app_label}_{opts.model_name}"

    def urls(self) -> list[Any]:
        protected = self.model_admin.admin_site.admin_view
        return [
            path("import/", protected(self.import_action), name=f"{self.name}_import"),
            path("import/template.csv", protected(self.import_template), name=f"{self.name}_import_template"),
            path("import/faults.csv", protected(self.import_faults), name=f"{self.name}_import_faults"),
            path("process_import/", protected(self.process_import), name=f"{self.name}_process_import"),
        ]

    def are_open_to(self, request: HttpRequest) -> bool:
        importer = IMPORTS[self.noun]
        return person_may(request, importer.needs, importer.granted_model())

    # ---- upload and preview

    def import_action(self, request: HttpRequest) -> HttpResponse:
        """Show the upload form and, once a file is uploaded, what its import would do."""
        self._require_permission(request)
        form = UploadForm(files=request.FILES if request.method == "POST" else None, label_suffix="")
        if not form.is_valid():
            return self._page(request, form=form)
        discard_old(now=timezone.now())
        file = form.cleaned_data["import_file"]
        outcome = self._import(request, file.file, file.name).try_out()
        slip = ""
        if outcome.writes and not outcome.refused:
            held = HeldUpload.hold(file, noun=self.noun, owner=request.user.pk or 0)
            slip = held.slip(outcome.fingerprints)
        return self._page(request, form=form, outcome=outcome, file_name=file.name, slip=slip)

    def process_import(self, request: HttpRequest) -> HttpResponse:
        """Import exactly what the preview showed, or show why it cannot be imported."""
        if request.method != "POST":
            return self.import_action(request)
        self._require_permission(request)
        slip, owner = request.POST.get("slip", ""), request.user.pk or 0
        try:
            with HeldUpload.taken(slip, noun=self.noun, owner=owner) as (file, held, fingerprints):
                work = replace(
                    self._import(request, file, held.file_name),
                    different_from_similar="different_from_similar" in request.POST,
                )
                outcome = work.write(fingerprints=fingerprints)
        except FileNotFoundError:
            return self._no_longer_valid(request)
        if outcome.refused:
            form = UploadForm(label_suffix="")
            return self._page(request, form=form, outcome=outcome, file_name=held.file_name)
        messages.success(request, self._imported_message(outcome.writes))
        return redirect(f"admin:{self.name}_changelist")

    def _imported_message(self, count: int) -> str:
        if IMPORTS[self.noun].makes_drafts:
            message = ngettext(
                "%(count)s row was imported as a draft.", "%(count)s rows were imported as drafts.", count
            )
        else:
            message = ngettext("%(count)s row was imported.", "%(count)s rows were imported.", count)
        return message % {"count": count}

    def _no_longer_valid(self, request: HttpRequest) -> HttpResponse:
        outcome = Outcome()
        outcome.add_complaint(complaint_at(_("This preview is no longer valid. Upload the file again.")))
        return self._page(request, form=UploadForm(label_suffix=""), outcome=outcome)

    def _require_permission(self, request: HttpRequest) -> None:
        if not self.are_open_to(request):
            raise PermissionDenied

    def _import(self, request: HttpRequest, file: Any, name: str) -> TableImport:
        return TableImport(IMPORTS[self.noun], file, name, request.user, timezone.now(), MOST_ROWS, keep=True)

    def _page(
        self,
        request: HttpRequest,
        *,
        form: UploadForm,
        outcome: Outcome | None = None,
        file_name: str = "",
        slip: str = "",
    ) -> HttpResponse:
        page: HttpResponse = self.model_admin.page_response(
            request,
            "admin/agreements/import.html",
            _("Import: %(records)s") % {"records": self.model_admin.opts.verbose_name_plural},
            form=form,
            outcomes=[TableOutcome(outcome)] if outcome else [],
            file_name=file_name,
            slip=slip,
            faults_url=reverse(f"admin:{self.name}_import_faults"),
            another_agreement=AnotherAgreementForm(label_suffix="")["different_from_similar"],
            makes_drafts=IMPORTS[self.noun].makes_drafts,
            columns=IMPORTS[self.noun].columns.readable,
            may_add_agencies=person_may(request, Act.CREATE, Agency),
        )
        return page

    # ---- tables to take away

    def import_faults(self, request: HttpRequest) -> HttpResponse:
        """Return every fault of a refused file, which its page carries; the file itself is not kept."""
        if request.method != "POST":
            return self.import_action(request)
        self._require_permission(request)
        return faults_download(request, f"{self.noun}-faults.csv") or self._no_longer_valid(request)

    @method_decorator(require_safe)
    def import_template(self, request: HttpRequest) -> HttpResponse:
        """Return a CSV with our headers and one row as an example."""
        self._require_permission(request)
        columns = [column for column in IMPORTS[self.noun].columns.readable if column.example]
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(str(column.label) for column in columns)
        table.writerow(column.example for column in columns)
        return csv_download(text.getvalue().encode("utf-8-sig"), f"{self.noun}-template.csv")


def csv_download(content: bytes, file_name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def faults_download(request: HttpRequest, file_name: str) -> HttpResponse | None:
    """Return the list of faults that a page carried; None if it is forged or old."""
    try:
        faults = signing.loads(request.POST.get("faults", ""), salt=FAULTS_SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return csv_download(complaints_csv(Complaint(*fault) for fault in faults), file_name)
