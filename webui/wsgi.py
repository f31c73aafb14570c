"""Builds the application that gunicorn serves."""

from __future__ import annotations

import sys

from webui.answering.compiled_templates import compile_templates
from webui.app import create_app
from webui.bootstrap import build_platform
from webui.logs import configure_logs
from webui.settings import SettingsError, read_settings

try:
    settings = read_settings()
except SettingsError as error:
    sys.exit(f"alur: the settings cannot be used:\n{error}")
configure_logs()
application = create_app(settings, build_platform(settings))
if settings.demo:
    # the demonstration stands above the platform, which does not know it otherwise
    from demo.web import install

    install(application, settings)
# gunicorn's processes are copies of the one that made this: what is compiled here is compiled once
compile_templates(application, settings.data_folder / "templates")
