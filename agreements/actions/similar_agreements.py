"""The same agreement entered twice is asked about before it is saved, imported or published."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from agreements.actions.refusals import SimilarAgreements
from agreements.models import Agreement
from agreements.rules.roles import Person
from agreements.rules.same_agreement import SigningFacts, may_be_the_same


def signing_facts(agreement: Agreement) -> SigningFacts:
    agencies = frozenset(party.agency_id for party in agreement.parties.all())
    return SigningFacts(agreement.signed_or_announced, agencies, agreement.pk, agreement.supersedes_id)


def likely_same_agreements(agreement: Agreement) -> list[Agreement]:
    """Return the other stored agreements, in whatever state, that may be the same as a stored one."""
    facts = signing_facts(agreement)
    if facts.period is None:
        return []
    rows: Any = Agreement.objects.alias(ends_on=Coalesce("signed_last", "announced_last"))
    near = rows.filter(
        begins_on__lte=facts.period.last, ends_on__gte=facts.period.first, parties__agency__in=facts.agencies
    )
    candidates = near.exclude(pk=agreement.pk).distinct().prefetch_related("parties")
    return [candidate for candidate in candidates if may_be_the_same(facts, signing_facts(candidate))]


def similar_keys(record: Model) -> set[int]:
    """Return the primary keys of what a stored record may be the same as; only an agreement has such."""
    if not isinstance(record, Agreement):
        return set()
    return {similar.pk for similar in likely_same_agreements(record)}


def refuse_similar(
    record: Model, *, person: Person, similar_before: Collection[int] = (), confirmed: bool = False
) -> None:
    """Demand that nothing stored may be the same agreement, but for those ``similar_before``, by key.

    ``confirmed`` is somebody's word that the agreement is another one.

    Raises:
        SimilarAgreements: something may be; it names only what ``person`` may see.
    """
    if confirmed:
        return
    similar = similar_keys(record) - set(similar_before)
    if similar:
        raise asked_about(similar, person=person)


def asked_about(similar: Collection[int], *, person: Person) -> SimilarAgreements:
    """Return the refusal that names what the person may see, and says only that there is something else."""
    visible = list(Agreement.objects.visible_to(person).filter(pk__in=similar))
    return SimilarAgreements(
        _("This may be an agreement that is recorded already. If it is another one, confirm it."),
        seen=visible,
        hidden=len(similar) > len(visible),
    )
