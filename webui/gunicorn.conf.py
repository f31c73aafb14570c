"""Configures gunicorn."""

import gc
import os

bind = os.environ.get("ALUR_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("ALUR_WEB_PROCESSES", "2"))
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 10
accesslog = None
control_socket_disable = True
# the application is made once: its processes are copies, which share its memory
preload_app = True


def when_ready(_server: object) -> None:
    # what stands here is never looked at by a copy's collector, which would make pages of memory its own
    gc.collect()
    gc.freeze()
