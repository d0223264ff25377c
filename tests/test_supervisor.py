"""What waits for web and worker is small: a whole application in it would only take memory."""

from __future__ import annotations

import subprocess
import sys


def test_it_imports_nothing_but_the_standard_library() -> None:
    code = "import sys; before = set(sys.modules); import careercenter.supervisor; print(*(set(sys.modules) - before))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    loaded = {name.partition(".")[0] for name in said}
    assert loaded - sys.stdlib_module_names == {"careercenter"}
