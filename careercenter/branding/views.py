"""The operator's own pages, mark and colors."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from careercenter.branding.brand import BoardPage, Brand, read_brand
from careercenter.web.auth import public

bp = Blueprint("branding", __name__)
blueprints = (bp,)


def init_app(app: Flask) -> None:
    app.extensions["brand"] = app.jinja_env.globals["brand"] = read_brand(app.config["SETTINGS"])


def _brand() -> Brand:
    brand: Brand = current_app.extensions["brand"]
    return brand


@bp.get("/<any(terms, accessibility):name>")
@public
def page(name: str) -> ResponseReturnValue:
    if name not in _brand().texts:
        abort(404)
    return render_template("branding/page.html", title=BoardPage(name).label, words=_brand().words(name))


@bp.get("/brand/mark-<version>")
@public
def mark(version: str) -> ResponseReturnValue:
    return _file_response(_brand().mark, _brand().mark_type, _brand().mark_url.endswith(f"-{version}"))


@bp.get("/brand/colors-<version>.css")
@public
def colors(version: str) -> ResponseReturnValue:
    return _file_response(_brand().colors.encode(), "text/css; charset=utf-8", _brand().colors_url.endswith(f"-{version}.css"))


def _file_response(content: bytes, kind: str, current: bool) -> Response:
    """Answer with what may be kept for ever: another content has another address."""
    if not content or not current:
        abort(404)
    return Response(content, content_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})
