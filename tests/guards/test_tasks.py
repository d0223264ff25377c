from flask import Flask

from careercenter.schedule import SCHEDULE
from careercenter.tasks.names import TaskName
from careercenter.tasks.registry import HANDLERS


def test_every_task_has_a_handler(_app: Flask) -> None:
    assert set(HANDLERS) == set(TaskName)


def test_periodic_tasks_need_no_arguments(_app: Flask) -> None:
    for name in SCHEDULE:
        assert name in HANDLERS
