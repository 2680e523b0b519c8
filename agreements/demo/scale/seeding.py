"""Making the whole register, or nothing of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from random import Random

from django.db import connection

from agreements.actions.publication import lock_publications
from agreements.actions.search_index import bring_up_to_date
from agreements.actions.themes import load_themes
from agreements.demo.loading import NotEmptyError, register_is_empty, service_account
from agreements.demo.scale.bodies import make_bodies
from agreements.demo.scale.bulk_tables import analyze, highest_key, set_sequences, without_indexes
from agreements.demo.scale.moulds import Mould, MouldMaker
from agreements.demo.scale.plan import give_keys, give_sequences, plan_batches
from agreements.demo.scale.settling import settle
from agreements.demo.scale.stamping import write_ledger, write_records
from agreements.demo.scale.templates import templates_of
from agreements.models import Agency, LedgerEntry, SearchBigram, SearchKind, guards

COMMITMENTS_AN_AGREEMENT = 5
FEWEST = COMMITMENTS_AN_AGREEMENT
MOULDS = 40
BEGUN_AT = datetime(2016, 1, 4, 1, 0, tzinfo=UTC)  # when what is no publication was entered

type Progress = Callable[[str, int, int], None]  # what is being written, how many are, of how many


def seed_register(*, commitments: int, seed: int, progress: Progress, moulds: int = MOULDS) -> dict[str, int]:
    """Make a register of that many commitments in an empty database; return how many rows each table has.

    ``moulds`` is how many agreements are to_draw; all others are copies.

    Raises:
        NotEmptyError: something is recorded already.
    """
    with guards.guards_lifted(connection):
        lock_publications()
        if not register_is_empty():
            raise NotEmptyError
        counts = write_register(commitments, seed, progress, moulds)
    analyze()
    return counts


def write_register(commitments: int, seed: int, progress: Progress, most_moulds: int) -> dict[str, int]:
    draw = Random(f"seed_scale {seed}")  # noqa: S311  # not a secret: the same for the same seed
    author = service_account()
    themes = {theme.slug: theme for theme in load_themes(actor=author, now=BEGUN_AT)}
    make_bodies()
    bring_up_to_date(SearchKind.AGENCY, Agency.objects.values_list("pk", flat=True))

    moulds, copies = draw_moulds(commitments, MouldMaker(draw, themes), most=most_moulds)
    templates = [templates_of(settled) for settled in settle(moulds, author=author)]
    batches = plan_batches(templates, copies, draw=draw)
    give_sequences(batches)
    models = list(dict.fromkeys(model for batch in batches for model in batch.templates.keys))
    give_keys(batches, {model: highest_key(model) + 1 for model in models})
    entries = sum(batch.copies * len(batch.events) for batch in batches)
    with without_indexes([*models, LedgerEntry, SearchBigram]):
        write_records(batches, progress=counting(progress, "commitments", commitments))
        salt = sha256(f"seed_scale {seed}".encode()).hexdigest()[:16]
        write_ledger(batches, salt=salt, progress=counting(progress, "entries", entries))
    set_sequences([*models, Agency])
    return {str(model._meta.verbose_name_plural): model._default_manager.count() for model in models}


def draw_moulds(commitments: int, maker: MouldMaker, *, most: int) -> tuple[list[Mould], list[int]]:
    """Draw as many moulds as are needed; return them, and how often each is copied.

    What is left over, fewer than an agreement has, is one agreement of its own.
    """
    agreements, leftover = divmod(commitments, COMMITMENTS_AN_AGREEMENT)
    to_draw = min(agreements, most)
    moulds = [maker.make(COMMITMENTS_AN_AGREEMENT) for _mould in range(to_draw)]
    copies = [len(range(index, agreements, to_draw)) for index in range(to_draw)]
    if leftover:
        moulds.append(maker.make(leftover))
        copies.append(1)
    return moulds, copies


def counting(progress: Progress, noun: str, total: int) -> Callable[[int], None]:
    """Return what is told how many more are done, and tells how many are."""
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(noun, done, total)

    return count
