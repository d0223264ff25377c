"""When the demonstration's jobs were written, sent in, decided and end: spread over weeks, and the same for the same `at`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from careercenter.cli.demo.describing import describe
from careercenter.cli.demo.factories import PATHS
from careercenter.cli.demo.reading import Job, jobs
from careercenter.core.clock import end_of_day, zone
from careercenter.postings.content import PostingContent
from careercenter.postings.lifecycle import PostingAction, PostingStatus

OLDEST_LIVE_DAYS = 27
SOONEST_CLOSING_DAYS, LATEST_CLOSING_DAYS = 5, 55
EXPIRED_DAYS_AGO = 3


@dataclass(frozen=True, slots=True)
class Dated:
    """A job with its days: the content as it is sent in, when it was begun, and each action with its moment."""

    job: Job
    status: PostingStatus
    content: PostingContent
    begun: datetime
    actions: tuple[tuple[PostingAction, datetime], ...]


def dated(at: datetime, at_least: dict[str, int]) -> list[Dated]:
    """Give every job with its days. `at_least` says of a job's key how many days ago it has to have been live."""
    return [_dated(job, at, at_least.get(job.key, 0)) for job in jobs()]


def _dated(job: Job, at: datetime, at_least: int) -> Dated:
    rng = Random(f"days of {job.key}")
    status = PostingStatus(job.said.get("status", "live"))
    age = timedelta(days=max(at_least, job.said.get("age", rng.randint(0, OLDEST_LIVE_DAYS))))
    today = at.astimezone(zone(job.content.time_zone)).date()
    closing_on = today + timedelta(days=rng.randint(SOONEST_CLOSING_DAYS, LATEST_CLOSING_DAYS))
    if status is PostingStatus.EXPIRED:
        closing_on = today - timedelta(days=EXPIRED_DAYS_AGO)
    elif status is PostingStatus.ARCHIVED:
        closing_on = today + timedelta(days=SOONEST_CLOSING_DAYS)
    content = dataclasses.replace(
        job.content,
        description=describe(job),
        closing_on=None if status is PostingStatus.DRAFT else closing_on,
        publish_on=today + timedelta(days=job.said["publish_in"]) if "publish_in" in job.said else None,
    )
    submitted = at - age - timedelta(minutes=rng.randint(400, 900))
    decided = submitted + timedelta(minutes=rng.randint(70, 380))
    begun = submitted - timedelta(minutes=rng.randint(15, 600))
    return Dated(job, status, content, begun, tuple(_moments(content, PATHS[status], submitted, decided, at)))


def _moments(
    content: PostingContent, path: tuple[PostingAction, ...], submitted: datetime, decided: datetime, at: datetime
) -> list[tuple[PostingAction, datetime]]:
    out = list(zip(path, (submitted, decided), strict=False))
    later = path[2:]
    for number, action in enumerate(later, start=1):
        moment = decided + (at - decided) * number / (len(later) + 1)
        if action is PostingAction.EXPIRE:
            assert content.closing_on is not None
            moment = end_of_day(content.closing_on, content.time_zone)
        out.append((action, moment))
    return out
