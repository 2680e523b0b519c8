"""What gunicorn writes into its log."""

import runpy

import pytest
from django.conf import settings
from gunicorn.glogging import Logger

CONFIG = settings.BASE_DIR / "deploy" / "gunicorn.conf.py"


@pytest.mark.parametrize(
    ("path", "is_logged"), [("/admin/login/", True), ("/admin/password_reset/MQ/c5x-0f/", False)]
)
def test_a_link_for_a_password_stands_in_no_log(monkeypatch, path, is_logged):
    lines = []
    monkeypatch.setattr(Logger, "access", lambda self, *request: lines.append(request))
    logger_class = runpy.run_path(str(CONFIG))["logger_class"]
    logger = object.__new__(logger_class)
    logger.access(None, None, {"PATH_INFO": path}, None)
    assert bool(lines) == is_logged
