"""A rectification ledger (整改台账): YAML under git, read and kept on the command line."""

import os

# pydantic would import importlib.metadata to look for plugins: a tenth of the start-up time, for nothing that we use.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
