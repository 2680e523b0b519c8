from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests import factories


def signed_in(role: str, username: str | None = None) -> Client:
    client = Client()
    client.force_login(factories.staff(role, username=username))
    return client


@pytest.fixture
def editor(db: Any) -> Client:
    return signed_in("editor", "editor of Paju")  # factories.author()


@pytest.fixture
def coordinator(db: Any) -> Client:
    return signed_in("coordinator", "coordinator")  # factories.reviewer()


@pytest.fixture
def boss(db: Any) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("superuser"))
    return client


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def agencies(db):
    return factories.agency("paju"), factories.agency("paju-police")
