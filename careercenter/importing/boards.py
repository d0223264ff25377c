"""Lists of jobs as other systems give them, as rows with our columns.

Greenhouse: {"jobs": [{"title", "content" (HTML, escaped), "location": {"name"}, "absolute_url", …}]} of its job board API.
Lever: [{"text", "description", "lists": [{"text", "content"}], "categories": {"location", "commitment"}, "hostedUrl", …}].
"""

from __future__ import annotations

from typing import Any

_LISTS = ("jobs", "postings", "results", "data", "items")


def jobs_of(found: Any) -> list[Any] | None:
    """Give the jobs of one JSON value; None when it holds no list of them."""
    if isinstance(found, dict):
        found = next((found[name] for name in _LISTS if isinstance(found.get(name), list)), None)
    if not isinstance(found, list):
        return None
    return [_flat(job) for job in found]


def _flat(job: Any) -> Any:
    if not isinstance(job, dict):
        return job
    if "absolute_url" in job and isinstance(job.get("location"), dict):
        return _greenhouse(job)
    if "text" in job and isinstance(job.get("categories"), dict):
        return _lever(job)
    return job


def _greenhouse(job: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(job.get("requisition_id") or job.get("id") or ""),
        "title": job.get("title"),
        "location": job["location"].get("name"),
        "description": job.get("content"),
        "apply_url": job.get("absolute_url"),
        "company": job.get("company_name"),
    }


def _lever(job: dict[str, Any]) -> dict[str, Any]:
    categories = job["categories"]
    parts = [job.get("description") or job.get("descriptionPlain")]
    for part in job.get("lists") or []:
        if isinstance(part, dict):
            parts.append(f"<h3>{part.get('text', '')}</h3><ul>{part.get('content', '')}</ul>")
    parts.append(job.get("additional") or job.get("additionalPlain"))
    pay = job.get("salaryRange")
    remote = str(job.get("workplaceType") or "").lower() == "remote"
    return {
        "id": str(job.get("id") or ""),
        "title": job["text"],
        "location": f"Remote - {categories.get('location')}" if remote else categories.get("location"),
        "employment_type": categories.get("commitment"),
        "description": "\n".join(part for part in parts if isinstance(part, str)),
        "apply_url": job.get("hostedUrl") or job.get("applyUrl"),
        "pay": _lever_pay(pay) if isinstance(pay, dict) else None,
    }


def _lever_pay(pay: dict[str, Any]) -> str:
    """Write it as words, which say the currency: pay in another than dollars is none here."""
    per = {"per-year-salary": "a year", "per-hour-wage": "an hour", "per-day-wage": "a day"}.get(str(pay.get("interval")), "")
    return f"{pay.get('min')} - {pay.get('max')} {pay.get('currency')} {per}".strip()
