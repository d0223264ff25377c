"""CareerCenter: a self-hosted job board for US medical coders."""
