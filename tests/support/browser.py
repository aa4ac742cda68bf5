"""Debian's Chromium, for tests that look at pages; where it is missing they are skipped, and say so."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

WAIT_MILLISECONDS = 3_600_000
"""However busy the machine is."""


@contextmanager
def chromium() -> Iterator[Chrome]:
    """A browser of its own, without a window and without anybody's profile."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("needs Chromium and its driver: apt-get install chromium chromium-driver")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = browser
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.timeouts = dict.fromkeys(("script", "pageLoad"), WAIT_MILLISECONDS)
        page = Chrome(options=options, service=Service(driver))
        try:
            yield page
        finally:
            page.quit()


def show(page: Chrome, path: Path, width: int, scheme: str = "light", media: str = "screen") -> None:
    """Open a file in a window of a width, in light or dark surroundings."""
    _order(page, "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    _order(page, "Emulation.setEmulatedMedia", media=media, features=features)
    page.get(path.as_uri())


def accessible(page: Chrome) -> list[tuple[str, str]]:
    """What a screen reader is told of: the role and the name of everything on the page, in order."""
    nodes = _accessibility_tree(page)
    while any(fact["name"] == "busy" for fact in nodes[0].get("properties", ())):  # the page is shown, and not all of it told
        nodes = _accessibility_tree(page)
    return [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node.get("ignored") and "role" in node
    ]


def _accessibility_tree(page: Chrome) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = _order(page, "Accessibility.getFullAXTree")["nodes"]
    return nodes


def _order(page: Chrome, command: str, **parameters: Any) -> Any:
    return page.execute_cdp_cmd(command, parameters)
