"""Make the demonstration's board: who is there, what they posted, who applied, what waits for a moderator."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from careercenter.accounts.models import Account, Staff
from careercenter.applications import services_employer
from careercenter.applications.lifecycle import SILENT, TRANSITIONS, ApplicationAction, ApplicationStatus
from careercenter.applications.models import Application
from careercenter.cli.demo import accounts, factories, reading
from careercenter.cli.demo.days import Dated, dated
from careercenter.cli.demo.marks import mark
from careercenter.cli.demo.resume_files import resume_file
from careercenter.cli.demo.timeline import Timeline
from careercenter.core.ids import slug
from careercenter.employers import services as employers
from careercenter.employers import services_membership
from careercenter.employers.models import Employer, EmployerKind, Role, Verification
from careercenter.employers.remake_picture import remake
from careercenter.employers.services import EmployerProfile
from careercenter.moderation import services_reports
from careercenter.moderation.models import ReportReason
from careercenter.moderation.services_reasons import ensure_reasons
from careercenter.postings import services as postings
from careercenter.postings.lifecycle import CloseReason
from careercenter.postings.models import Posting
from careercenter.profiles import services as profiles
from careercenter.profiles.answers import ProfileAnswers
from careercenter.profiles.documents import kind_of
from careercenter.profiles.models import Resume
from careercenter.storage.files import Files

OWN = "ninebark"  # the employer of the owner and the recruiter a visitor may sign in as


class Board:
    """Everything made so far, by its key in the data files. `load` fills it; nothing is committed here."""

    def __init__(self, at: datetime, files: Files) -> None:
        self.at, self.files = at, files
        self.story = reading.story()
        self.timeline = Timeline(at)
        self.people: dict[str, Account] = {}
        self.employers: dict[str, Employer] = {}
        self.resumes: dict[str, Resume] = {}
        self.postings: dict[str, Posting] = {}
        self.applications: dict[tuple[str, str], Application] = {}

    def load(self) -> None:
        ensure_reasons()
        self.load_staff()
        for number, text in enumerate(reading.employers().values()):
            self._employer(number, text)
        for number, coder in enumerate(reading.coders()):
            self._coder(number, coder)
        for one in dated(self.at, self._live_since()):
            self._job(one)
        for said in self.story["application"]:
            self._application(said)
        for said in self.story["edit"]:
            self.timeline.add(self._ago(said["age"], said["title"]), partial(self._edit, said))
        for said in self.story["report"]:
            self.timeline.add(self._ago(said["age"], said["words"]), partial(self._report, said))
        self.timeline.add(self.at - timedelta(hours=5), self._invitation)
        self.timeline.run()

    def load_staff(self) -> None:
        names = self.story["staff"]
        long_ago = self.at - timedelta(days=430)
        for key, email, staff in (
            ("moderator", accounts.MODERATOR, Staff.MODERATOR),
            ("admin", accounts.ADMIN, Staff.ADMIN),
            ("owner", accounts.OWNER, None),
            ("recruiter", accounts.RECRUITER, None),
        ):
            self.people[key] = factories.make_account(
                email, names[key], at=long_ago, password=accounts.PASSWORD, staff=staff, demonstration=True
            )

    def _employer(self, number: int, text: reading.EmployerText) -> None:
        began = self._ago(80 + number * 7, text.key)
        self.timeline.add(began, partial(self._make_employer, number, text))
        if text.verified:
            self.timeline.add(began + timedelta(hours=20), partial(self._verify, text))
        if text.key == OWN:
            self.timeline.add(began + timedelta(days=2), self._join)

    def _make_employer(self, number: int, text: reading.EmployerText, at: datetime) -> None:
        owner = self.people["owner"] if text.key == OWN else self._contact(number, text, at)
        self.people[f"of {text.key}"] = self.people["recruiter"] if text.key == OWN else owner
        profile = EmployerProfile(
            name=text.name,
            kind=EmployerKind(text.kind),
            website=f"https://{text.host}",
            about=text.about,
            city=text.place.city,
            state=text.place.state,
            time_zone=text.time_zone,
        )
        made = factories.make_employer(profile, owner, at=at)
        made.public_id = factories.fixed_id(text.key)
        if number % 4 != 3:  # not everybody brings a picture
            employers.set_logo(made, remake(mark(text.key)), files=self.files, actor=owner, at=at)
        self.employers[text.key] = made

    def _contact(self, number: int, text: reading.EmployerText, at: datetime) -> Account:
        first, last = self.story["people"]["first"], self.story["people"]["last"]
        name = f"{first[number % len(first)]} {last[number * 7 % len(last)]}"
        email = f"{slug(name).replace('-', '.')}@{text.host}"
        return factories.make_account(email, name, at=at, demonstration=True)

    def _verify(self, text: reading.EmployerText, at: datetime) -> None:
        by = Verification(text.verified)
        what = {
            Verification.MAIL_AT_DOMAIN: text.host,
            Verification.DOCUMENT: "state business registration",
            Verification.TELEPHONE: f"switchboard in {text.place.city}",
        }[by]
        factories.verify(self.employers[text.key], by, what, moderator=self.people["moderator"], at=at)

    def _join(self, at: datetime) -> None:
        employer = self.employers[OWN]
        viewer = factories.make_account(
            f"i.calloway@{OWN}.example.com", self.story["staff"]["viewer"], at=at, demonstration=True
        )
        factories.add_member(employer, self.people["recruiter"], Role.RECRUITER, at=at)
        factories.add_member(employer, viewer, Role.VIEWER, at=at)

    def _invitation(self, at: datetime) -> None:
        email = f"t.abiodun@{OWN}.example.com"
        services_membership.invite(self.employers[OWN], email=email, role=Role.RECRUITER, actor=self.people["owner"], at=at)

    def _coder(self, number: int, coder: dict[str, Any]) -> None:
        began = self._ago(30 + number * 2, coder["key"])
        self.timeline.add(began, partial(self._make_coder, coder))
        self.timeline.add(began + timedelta(minutes=25), partial(self._write_profile, coder))

    def _make_coder(self, coder: dict[str, Any], at: datetime) -> None:
        own = coder.get("email") == accounts.CODER
        self.people[coder["key"]] = factories.make_account(
            coder.get("email", f"{slug(coder['name']).replace('-', '.')}@example.com"),
            coder["name"],
            at=at,
            password=accounts.PASSWORD if own else None,
            is_coder=True,
            demonstration=True,
        )

    def _write_profile(self, coder: dict[str, Any], at: datetime) -> None:
        account = self.people[coder["key"]]
        city, state = coder["home"].rsplit(" ", 1)
        fields = [text.rsplit(" ", 1) for text in coder["specialties"]]
        answers = ProfileAnswers(
            headline=coder["headline"],
            phone=coder["phone"],
            city=city,
            state=state,
            credentials=tuple(coder["credentials"]),
            specialties=tuple((name, int(years)) for name, years in fields),
            years=coder["years"],
            tools=tuple(coder["tools"]),
            work_settings=tuple(coder["settings"]),
            pay_wanted=coder["pay"] * 100,
        )
        profiles.save_profile(account, answers, actor=account, at=at)
        content, name = resume_file(coder, account.email, self.at)
        self.resumes[coder["key"]] = profiles.keep_resume(
            account, content, name, kind=kind_of(content), files=self.files, actor=account, at=at
        )

    def _live_since(self) -> dict[str, int]:
        """A job has to have been live a day before the first thing that happened to it."""
        out: dict[str, int] = {}
        for said in (*self.story["application"], *self.story["edit"], *self.story["report"]):
            key = _key(said)
            out[key] = max(out.get(key, 0), said["age"] + 1)
        return out

    def _job(self, one: Dated) -> None:
        self.timeline.add(one.begun, partial(self._draft, one))
        for action, moment in one.actions:
            self.timeline.add(moment, partial(self._act, one, action))

    def _draft(self, one: Dated, at: datetime) -> None:
        made = postings.draft(self.employers[one.job.employer.key], one.content, actor=self._author(one), at=at)
        made.public_id = factories.fixed_id(one.job.key)
        self.postings[one.job.key] = made

    def _act(self, one: Dated, action: Any, at: datetime) -> None:
        said = one.job.said
        told: dict[str, Any] = {name: said[name] for name in ("reason", "words") if name in said}
        if "close_reason" in said:
            told["close_reason"] = CloseReason(said["close_reason"])
        factories.take_action(
            self.postings[one.job.key], action, author=self._author(one), moderator=self.people["moderator"], at=at, **told
        )

    def _author(self, one: Dated) -> Account:
        return self.people[f"of {one.job.employer.key}"]

    def _application(self, said: dict[str, Any]) -> None:
        sent_at = self._ago(said["age"], said["note"])
        steps = factories.WAYS_TO[ApplicationStatus(said["status"])]
        told = max((number for number, step in enumerate(steps) if _can_hold_words(step)), default=-1)
        self.timeline.add(sent_at, partial(self._send, said))
        moments = [sent_at + (self.at - sent_at) * number / (len(steps) + 2) for number in range(1, len(steps) + 2)]
        if steps or "private" in said:
            self.timeline.add(moments[0], partial(self._look_at, said))
        for number, step in enumerate(steps):
            message = said.get("message", "") if number == told else ""
            self.timeline.add(moments[number + 1], partial(self._step, said, step, message))

    def _send(self, said: dict[str, Any], at: datetime) -> None:
        coder = self.people[said["coder"]]
        phone = next(one["phone"] for one in reading.coders() if one["key"] == said["coder"])
        self.applications[said["coder"], _key(said)] = factories.send_application(
            self.postings[_key(said)], coder, self.resumes[said["coder"]], at=at, note=said["note"], phone=phone
        )

    def _look_at(self, said: dict[str, Any], at: datetime) -> None:
        application = self.applications[said["coder"], _key(said)]
        member = self.people[f"of {said['employer']}"]
        services_employer.open_resume(application, how="file", scanning=False, actor=member, at=at)
        if "private" in said:
            services_employer.add_note(application, said["private"], actor=member, at=at)

    def _step(self, said: dict[str, Any], step: ApplicationAction, message: str, at: datetime) -> None:
        application = self.applications[said["coder"], _key(said)]
        member, coder = self.people[f"of {said['employer']}"], self.people[said["coder"]]
        factories.take_step(application, step, coder=coder, member=member, at=at, message=message)

    def _edit(self, said: dict[str, Any], at: datetime) -> None:
        posting = self.postings[_key(said)]
        changes: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said["changes"].items()
        }
        content = dataclasses.replace(posting.content, **changes)
        postings.change(posting, content, actor=self.people[f"of {said['employer']}"], at=at)

    def _report(self, said: dict[str, Any], at: datetime) -> None:
        by = self.people[said["by"]]
        services_reports.report(
            self.postings[_key(said)], reason=ReportReason(said["reason"]), words=said["words"],
            reporter=by.public_id, account_id=by.id, at=at,
        )  # fmt: skip

    def _ago(self, days: int, key: str) -> datetime:
        """Give a moment about so many days ago, its minute taken from the key."""
        return self.at - timedelta(days=days, minutes=Random(f"minute of {key}").randint(10, 380))


def _key(said: dict[str, Any]) -> str:
    return f"{said['employer']}/{said['title']}"


def _can_hold_words(step: ApplicationAction) -> bool:
    return TRANSITIONS[step].by == "employer" and step not in SILENT
