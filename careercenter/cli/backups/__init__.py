"""Backups: one file with the database, the stored files and the imported codes; made while the board serves."""
