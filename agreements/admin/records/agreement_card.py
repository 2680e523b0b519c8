"""The register card of an agreement that is not public yet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agreements.admin.publishing.acts import redirect_not_found
from agreements.models import CommitmentAgency


def agreement_card_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Show the register card; of a published agreement lead to the public one."""
    record = model_admin.get_object(request, str(pk))
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(request, pk, model_admin)
    if record.is_public:
        return redirect("agreement_card", record.reference)
    roles = Prefetch("roles", CommitmentAgency.objects.select_related("agency"))
    commitments = record.commitments.prefetch_related(roles)
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/card.html",
        _("Register card of an agreement"),
        agreement=record,
        dates=record,
        predecessor=record.supersedes,
        parties=record.parties.all(),
        public_documents=record.documents.filter(public=True).count(),
        commitments=[{"subject": commitment} for commitment in commitments],
        contact={"department": record.lead_department, "telephone": record.telephone},
    )
    return page
