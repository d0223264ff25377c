"""CareerCenter: a self-hosted job board for US medical coders."""

__version__ = "1.1.0"
