"""The menus of every page, by who is looking."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for

from careercenter.core.i18n import Words, _l
from careercenter.web.auth import current_actor
from careercenter.web.urls import safe_next


@dataclass(frozen=True, slots=True)
class Entry:
    """`current` is what aria-current says: "page" on the page itself, "true" on a page below it, "" elsewhere."""

    words: Words
    url: str
    current: str = ""
    button: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    main: list[Entry]
    account: list[Entry]
    more: list[Entry] = field(default_factory=list)  # folded under the person's name
    desk: list[Entry] = field(default_factory=list)
    name: str = ""
    sign_out: str = ""


MAIN = (
    (_l("Jobs"), "browse.search"), (_l("Specialties"), "browse.specialties"), (_l("Codes"), "codes.codes"),
    (_l("Employers"), "browse.employers"),
)  # fmt: skip
VISITOR = ((_l("Sign in"), "security.login"), (_l("Create account"), "accounts.sign_up"))
CODER = ((_l("Applications"), "applications.mine"),)
MEMBER = ((_l("Your jobs"), "applications.jobs"), (_l("Team"), "employers.members"))
MODERATOR = ((_l("Queue"), "moderation.queue"),)
MORE_OF_CODER = (
    (_l("Your home page"), "browse.my_home"), (_l("Your profile"), "profiles.edit"), (_l("Your résumés"), "profiles.resumes"),
    (_l("Your applications"), "applications.mine"),
)  # fmt: skip
MORE_OF_ALL = ((_l("Your account"), "accounts.settings"),)
DESK = ((_l("Queue"), "moderation.queue"), (_l("Reasons"), "moderation.reasons"))
# One line on a desk's screen: the index and retention are reached from the overview.
DESK_OF_ADMIN = (
    (_l("Overview"), "admin.index"), (_l("People"), "admin.people"), (_l("Employers"), "admin.employers"),
    (_l("Jobs"), "admin.postings"),
    (_l("Tasks"), "admin.tasks"), (_l("E-mail"), "admin.mail"), (_l("Audit"), "admin.audit"),
)  # fmt: skip


def navigation() -> Navigation:
    """Give the menus for the person of this request. A feature that is not registered has no entry."""
    actor: Any = current_actor()
    if actor.account_id is None:
        back = _way_back()
        entrance = [replace(entry, url=_with_next(entry.url, back)) for entry in _entries(VISITOR)]
        return Navigation(_entries(MAIN), [*entrance, *_entry(_l("Post a job"), "postings.start", button=True)])
    account: list[Entry] = []
    more: list[Entry] = []
    if actor.is_coder:
        account += _entries(CODER)
        more += _entries(MORE_OF_CODER)
    if len(actor.memberships) == 1:
        one = actor.memberships[0].employer.public_id
        account += [entry for words, name in MEMBER for entry in _entry(words, name, employer=one)]
    elif actor.memberships:
        account += _entry(_l("Your employers"), "employers.mine")
    for membership in actor.memberships:
        more += _entry(membership.employer.name, "applications.jobs", employer=membership.employer.public_id)
    if actor.memberships:
        more += _entry(_l("Post a job"), "postings.start")
    if actor.is_moderator:
        account += _entries(MODERATOR)
    here = _nearest([*_main(), *account])
    return Navigation(
        main=here[: len(MAIN)],
        account=here[len(MAIN) :],
        more=more + _entries(MORE_OF_ALL),
        desk=_nearest((_entries(DESK) if actor.is_moderator else []) + (_entries(DESK_OF_ADMIN) if actor.is_admin else [])),
        name=actor.name or actor.email,
        sign_out=page_address("security.logout") or "",
    )


# From these a visitor who signs in comes back; from elsewhere they are led to where their work is.
COMES_BACK = frozenset({"browse.posting", "browse.employer"})


def _way_back() -> str:
    """Give the page to come back to after signing in by the menu; on the pages of signing in, the one they lead to already."""
    if request.endpoint in COMES_BACK and request.method == "GET":
        return request.path
    if request.endpoint in {endpoint for _words, endpoint in VISITOR}:
        return safe_next(request.args.get("next"), "")
    return ""


def _with_next(url: str, back: str) -> str:
    return f"{url}?{urlencode({'next': back})}" if back else url


def _main() -> list[Entry]:
    """Give the public menu. An employer's own pages lie below the list of employers by their address only."""
    theirs = page_address("browse.employers") if request.blueprint != "browse" else None
    return [replace(entry, current="") if entry.url == theirs else entry for entry in _entries(MAIN)]


def _nearest(entries: list[Entry]) -> list[Entry]:
    """Where one entry's address lies below another's, only the deeper one is where the person is."""
    here = max((entry.url for entry in entries if entry.current), key=len, default="")
    return [replace(entry, current=entry.current if entry.url == here else "") for entry in entries]


def _entries(named: tuple[tuple[str, str], ...]) -> list[Entry]:
    return [entry for words, endpoint in named for entry in _entry(words, endpoint)]


def _entry(words: str, endpoint: str, *, button: bool = False, **values: Any) -> list[Entry]:
    url = page_address(endpoint, **values)
    if url is None:
        return []
    current = "page" if request.path == url else "true" if request.path.startswith(url + "/") else ""
    return [Entry(words, url, current, button)]


def page_address(endpoint: str, **values: Any) -> str | None:
    """Give the address of a page of any feature; None when its feature is not registered."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
