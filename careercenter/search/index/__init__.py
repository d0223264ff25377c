"""Searching over arrays: what the engines that keep an index on disk share.

`columns` holds what filters, counts and sorts need of every document, `weights` the scores of terms and clauses, `order` the
first of many, `answer` one search from a query to a page.
"""
