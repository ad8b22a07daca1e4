"""The stock workbench's settings, and what one peer asks of its host.

CAPA finds its templates as an installed app, and needs services that the platform has and the workbench has not. Both
are added by the workbench's own settings for that; nothing that another block uses is changed.
"""

from importlib.util import find_spec
from pathlib import Path

from workbench.settings import *  # noqa: F403
from workbench.settings import INSTALLED_APPS, TEMPLATES, WORKBENCH

_capa = find_spec("xblocks_contrib.problem.capa")
if _capa is not None and _capa.submodule_search_locations:
    INSTALLED_APPS = [*INSTALLED_APPS, "xblocks_contrib.problem.capa.apps.CapaAppConfig"]
    _folder = Path(next(iter(_capa.submodule_search_locations))) / "templates"
    # First: a sample of the workbench also has a "problem.html".
    TEMPLATES = [{**TEMPLATES[0], "DIRS": [str(_folder), *TEMPLATES[0]["DIRS"]]}, *TEMPLATES[1:]]
    PIPELINE = {"PIPELINE_ENABLED": False}
    REQUIRE_DEBUG = True  # with the line above: scripts come from the package, not from a build of the platform
    WORKBENCH = {
        **WORKBENCH,
        "services": {
            **WORKBENCH["services"],
            "cache": "bench.capa_host.Cache",
            "sandbox": "bench.capa_host.Sandbox",
            "xqueue": "bench.capa_host.XQueue",
            "replace_urls": "bench.capa_host.ReplaceUrls",
        },
    }
