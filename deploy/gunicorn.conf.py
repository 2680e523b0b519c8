"""gunicorn, for `make run` and for production behind nginx.

Never face the internet with it: a few hundred slow clients hold every worker (measured: 0 % of
requests answered; behind nginx, which buffers them, 100 %).
"""

import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger


class WithoutPasswordLinks(Logger):
    """The usual log, but for links with which a password is set: whoever reads one could use it."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        if not environ.get("PATH_INFO", "").startswith("/admin/password_reset/"):
            super().access(resp, req, environ, request_time)


bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = 4  # pages wait for the database more than they compute
timeout = 60  # seconds; a streamed export keeps its worker alive by itself
accesslog = "-"
errorlog = "-"
logger_class = WithoutPasswordLinks
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108  # the workers' heartbeat must not wait for a disk
control_socket_disable = True  # it would write to the home folder, and nobody here uses it
