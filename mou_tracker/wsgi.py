"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from mou_tracker.time_limits import limit_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mou_tracker.settings")
application = get_wsgi_application()
limit_requests()
