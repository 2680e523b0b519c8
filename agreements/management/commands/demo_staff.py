"""Create accounts to try the admin with: one per role that the separation of duties needs."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from agreements.demo.loading import demo_is_loaded
from agreements.models import Agency, Membership
from agreements.rules.roles import AUDITOR, COORDINATOR, EDITOR

# reviewer: a second coordinator, since nobody publishes what they wrote.
GROUP_OF = {"coordinator": COORDINATOR, "reviewer": COORDINATOR, "editor": EDITOR, "auditor": AUDITOR}
SUPERUSER = "superuser"  # looks after accounts
MAIL_DOMAIN = "demo.invalid"  # nobody's: mail to it reaches no one
WORKS_FOR = {"editor": ("paju",)}  # slugs of agencies in the demo register


class Command(BaseCommand):
    help = "Create the demo accounts coordinator, reviewer, editor, auditor and superuser. Needs DEMO=1."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Demo accounts do not belong on a real server. `make run` sets DEMO=1 for a trial."
            )
        if not demo_is_loaded():
            self.stdout.write("This is no demo register, so there are no demo accounts.")
            return
        user_model = get_user_model()
        names = (*GROUP_OF, SUPERUSER)
        existing = set(user_model.objects.filter(username__in=names).values_list("username", flat=True))
        missing = [name for name in names if name not in existing]
        if not missing:
            self.stdout.write(f"Staff accounts {', '.join(names)} exist; their password was shown once.")
            return
        password = secrets.token_urlsafe(12)
        for name in missing:
            user = user_model.objects.create_user(
                username=name,
                password=password,
                email=f"{name}@{MAIL_DOMAIN}",
                is_staff=True,
                is_superuser=name == SUPERUSER,
            )
            if name in GROUP_OF:
                user.groups.add(Group.objects.get_or_create(name=GROUP_OF[name])[0])
            for agency in Agency.objects.filter(slug__in=WORKS_FOR.get(name, ())):
                Membership.objects.create(user=user, agency=agency, from_on=timezone.localdate())
        self.stdout.write(f"Staff accounts {', '.join(missing)}. Password, shown only now: {password}")
