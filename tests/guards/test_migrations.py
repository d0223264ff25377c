"""The migrations give the models' schema, can be taken back, and keep what is in the tables."""

import dataclasses
from datetime import timedelta
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from careercenter.applications.models import Application
from careercenter.core.db import Base, db
from careercenter.search.stores.postgres import tables  # noqa: F401 - they are in the metadata
from tests.factories.applications import make_application
from tests.factories.postings import make_posting

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def test_there_is_one_head(own_app: Flask) -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_models_equal_migrations(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_revision_can_be_taken_back_and_done_again(own_app: Flask) -> None:
    with own_app.app_context():
        before = {
            table: [c["name"] for c in inspect(db.engine).get_columns(table)] for table in inspect(db.engine).get_table_names()
        }
        revisions = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
        for _ in revisions:
            downgrade(revision="-1")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        after = {
            table: [c["name"] for c in inspect(db.engine).get_columns(table)] for table in inspect(db.engine).get_table_names()
        }
    assert before == after


def test_the_database_holds_the_rules_that_tie_status_to_dates(own_app: Flask) -> None:
    with own_app.app_context():
        checks = {c["name"] for c in inspect(db.engine).get_check_constraints("posting")}
        assert {"ck_posting_live_was_posted", "ck_posting_live_closes", "ck_posting_closed_when"} <= checks
        assert db.session.execute(text("select count(*) from posting")).scalar() == 0


def test_line_ends_that_forms_once_kept_are_brought_to_one_form(own_app: Flask) -> None:
    [revision] = [one for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions() if one.doc == "One form of line ends"]
    with own_app.app_context():
        text_typed = "First of the words.\n\nSecond, with a typed \\r in it. " * 3
        posting = make_posting(description=text_typed)
        about = posting.employer
        about.about = "One\r\nTwo\rThree"
        posting.content = dataclasses.replace(posting.content, description=posting.content.description.replace("\n", "\r\n"))
        db.session.commit()
        downgrade(revision=str(revision.down_revision))
        upgrade()
        db.session.expire_all()
        assert posting.content.description == text_typed
        assert about.about == "One\nTwo\nThree"
        db.session.remove()


def test_an_old_application_gets_the_job_it_was_sent_to_only_where_that_is_known(own_app: Flask) -> None:
    revisions = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    [revision] = [one for one in revisions if one.doc == "The posting as it was when applied to"]
    with own_app.app_context():
        same, changed = make_application(), make_application()
        same.posting.changed_at = same.applied_at
        changed.posting.changed_at = changed.applied_at + timedelta(minutes=1)
        said, ids = same.posting.content, (same.id, changed.id)
        db.session.commit()
        downgrade(revision=revision.down_revision)
        upgrade()
        db.session.expire_all()
        kept = [db.session.get_one(Application, one).posting_content for one in ids]
    assert kept == [said, None]
