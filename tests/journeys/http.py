"""A person over plain HTTP, where a browser is too slow: keeps cookies, reads tokens from the page, follows no redirect."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any

PATIENCE = 20  # seconds for one answer
_HIDDEN = re.compile(r"<input\b[^>]*type=\"hidden\"[^>]*>")
_TAG = re.compile(r"<[^>]*>?")
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


class NoAnswer(Exception):
    """The board was killed, or is not up yet: the person cannot know whether what they sent was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    words: str
    leads_to: str  # the path of a redirect, "" when there is none

    @property
    def summary(self) -> str:
        """Give the first words of the page's main part, for a failed assertion."""
        main = self.words.partition("<main")[2] or self.words
        return f"{self.status} " + " ".join(_TAG.sub(" ", main).split())[:400]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Person:
    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _Stay())

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, page: Answer, *, file: tuple[str, str, bytes] | None = None, **fields: str) -> Answer:
        """Send the form of `page`: its hidden fields, and `fields`; `file` is (field, name, content)."""
        content, kind = _multipart({**hidden_fields(page.words), **fields}, file)
        return self._ask(urllib.request.Request(self.url + path, data=content, headers={"Content-Type": kind}))

    def sign_in(self, email: str, password: str) -> None:
        answer = self.post("/login", self.get("/login"), email=email, password=password)
        assert answer.status == 303, answer.summary

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._open(request) as response:
                return Answer(response.status, response.read().decode(errors="replace"), response.headers.get("Location", ""))
        except (OSError, HTTPException) as error:
            raise NoAnswer(str(error)) from error

    def _open(self, request: urllib.request.Request) -> Any:
        try:
            return self._opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as answer:  # a redirect or a refusal is an answer too
            return answer


def hidden_fields(html: str) -> dict[str, str]:
    found = {}
    for tag in _HIDDEN.findall(html):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if "name" in attributes:
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found


def _multipart(fields: dict[str, str], file: tuple[str, str, bytes] | None) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    head = f"--{edge}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    if file:
        name, filename, content = file
        parts += [
            f'{head}"{name}"; filename="{filename}"\r\n'.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n",
            content,
            b"\r\n",
        ]
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
