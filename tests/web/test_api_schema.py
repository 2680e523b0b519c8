"""Whatever its description allows or forbids, the API answers as it says (Schemathesis).

In `make test` a few examples of each operation; `API_EXAMPLES=500` asks for more, in all phases
(`make check-api`).
"""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from agreements.api.resources import RESOURCES

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "20"))
PHASES = tuple(Phase) if EXAMPLES > 20 else (Phase.explicit, Phase.generate)
# A day to come or an agency that does not exist is well formed, and refused all the same.
NOT_ASKED = {"positive_data_acceptance"}


@pytest.fixture
def described(paju):
    """The API in this process, within the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


OPERATIONS = [f"/api/v1/{name}" for name in RESOURCES] + [
    f"/api/v1/{name}/{{reference}}" for name, resource in RESOURCES.items() if resource.with_records
]


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("address", OPERATIONS)
def test_every_answer_is_as_described(described, address, mode):
    excluded = [CHECKS.get_one(name) for name in NOT_ASKED]

    @settings(
        max_examples=EXAMPLES // 2,
        phases=PHASES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(described[address]["GET"].as_strategy(generation_mode=mode))
    def answers(case):
        case.call_and_validate(excluded_checks=excluded)

    answers()
