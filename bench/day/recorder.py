"""What a day consists of: steps, who did them, screens, clicks, what each page cost the server."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Locator, Page, Response

CLICKS = ("click", "check", "uncheck", "select_option", "set_input_files")
TYPED = ("fill",)
NUMBER = re.compile(r"(?<=/)[0-9]+(?=/|$)")
_ENDINGS = {b"%PDF": ".pdf", b"PK\x03\x04": ".zip"}  # a Word file is one too
SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{30,}(?=/|$)")


class DayFailed(Exception):
    """Something acted otherwise than the day expects; the text says what, and where."""


@dataclass
class Opened:
    """A page as the server answered it; milliseconds."""

    method: str
    page: str  # the address, with its numbers left out
    status: int
    wall: float  # from the request to the first byte of the answer
    cpu: float  # of the web process, since the page before


@dataclass
class Step:
    """One thing that was done, by one or several people."""

    name: str
    who: str
    clicks: int = 0
    typed: int = 0
    seconds: float = 0.0
    opened: list[Opened] = field(default_factory=list)
    outcome: str = ""

    @property
    def screens(self) -> int:
        """How many pages were looked at."""
        return sum(each.method == "GET" and each.status < 300 for each in self.opened)


@dataclass
class Recorder:
    """Watches browsers; everything counts for the step that is under way."""

    browser: Browser
    url: str
    web: int  # the process that serves the pages
    shots: Path | None = None
    steps: list[Step] = field(default_factory=list)
    _pages: list[Page] = field(default_factory=list)
    _cpu: float = 0.0

    @contextmanager
    def step(self, name: str, who: str) -> Iterator[Step]:
        """Do a step; what fails in it is said with its name, the page and what stands there."""
        now = Step(name, who)
        self.steps.append(now)
        began, self._cpu = perf_counter(), self._spent()
        try:
            yield now
        except (AssertionError, Error, LookupError) as error:
            raise DayFailed(f"{name} ({who}): {error}\n{self._where()}") from error
        finally:
            now.seconds = perf_counter() - began
            self._shoot(len(self.steps))

    def person(self, *, width: int = 1280) -> Page:
        """Return a page with cookies of its own: somebody at a desk, or with a telephone."""
        context = self.browser.new_context(
            base_url=self.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(60_000)
        context.on("response", self._answered)
        page = context.new_page()
        self._pages.append(page)
        return page

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what hands do, whoever calls it."""
        with ExitStack() as stack:
            for name in (*CLICKS, *TYPED):
                stack.enter_context(self._counted(name))
            yield

    def _counted(self, name: str) -> AbstractContextManager[Any]:
        does = getattr(Locator, name)

        def counted(locator: Locator, *args: Any, **kwargs: Any) -> Any:
            step = self.steps[-1]
            step.typed += name in TYPED
            step.clicks += name in CLICKS
            self._touched(locator.page)
            done = does(locator, *args, **kwargs)
            if name == "click":  # what is read without waiting must not be half a page
                locator.page.wait_for_load_state()
            return done

        return patch.object(Locator, name, counted)

    def _touched(self, page: Page) -> None:
        """Remember whose page was used last: it is the one to look at."""
        if self._pages and self._pages[-1] is not page:
            self._pages.remove(page)
            self._pages.append(page)

    def _answered(self, response: Response) -> None:
        request = response.request
        if request.resource_type != "document" or not self.steps:
            return
        timing, spent = request.timing, self._spent()
        address = NUMBER.sub("{n}", SECRET.sub("{mã}", urlsplit(request.url).path))
        self.steps[-1].opened.append(
            Opened(
                request.method,
                address,
                response.status,
                round(timing["responseStart"] - timing["requestStart"], 1),
                round(spent - self._cpu, 1),
            )
        )
        self._cpu = spent

    def _spent(self) -> float:
        """Return the milliseconds of CPU the web process has taken, all its threads together."""
        tasks = Path(f"/proc/{self.web}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in tasks) / 1e6

    def _where(self) -> str:
        if not self._pages:
            return "no page is open"
        page = self._pages[-1]
        said = page.get_by_role("main").first.inner_text(timeout=2_000)
        return f"at {page.url}:\n{said[:1500]}"

    def keep(self, address: str, content: bytes) -> None:
        """Keep a paper somebody took away beside the pictures, to be looked at."""
        if self.shots is not None:
            name = f"{len(self.steps):02d}{address.partition('?')[0].replace('/', '_')}"
            (self.shots / f"{name}{_ENDINGS.get(content[:4], '')}").write_bytes(content)

    def _shoot(self, number: int) -> None:
        if self.shots is not None and self._pages:
            self._pages[-1].screenshot(path=self.shots / f"{number:02d}.png", full_page=True)
