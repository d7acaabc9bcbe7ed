"""How the web process runs, in development (run.py) as in production (nscl-web.service).

Everything that differs comes from the environment, through the same config.py as the pages.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import config as settings  # noqa: E402 (gunicorn reads this file before its chdir)

_settings = settings.load(os.environ)

chdir = str(ROOT)
wsgi_app = "wsgi:app"
bind = [os.environ.get("BIND", "127.0.0.1:8000")]
worker_class = "gthread"
workers = _settings["WEB_WORKERS"]
threads = _settings["WEB_THREADS"]
# A page takes milliseconds; an upload of 10 MB over a slow line is held by nginx.
timeout = 60
# Requests under way are answered before a stop or a new release.
graceful_timeout = 8
keepalive = 5
# Heartbeats on a disk can stall a worker; memory cannot.
worker_tmp_dir = "/dev/shm"  # noqa: S108 (gunicorn makes its own unlinked file there)
# One more open door that nothing here uses.
control_socket_disable = True
accesslog = None
errorlog = "-"
