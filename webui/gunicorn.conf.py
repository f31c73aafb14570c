"""Configures gunicorn."""

import os

bind = os.environ.get("ALUR_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("ALUR_WEB_PROCESSES", "2"))
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 10
accesslog = None
control_socket_disable = True
