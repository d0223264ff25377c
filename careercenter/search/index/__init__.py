"""An index evaluated over arrays: what the engines share that keep one on the disk or in tables.

`doc_values`, `facet_bitmaps` and `facet_rows` hold what filters, counts and sorts need of every document, `scoring` the
scores of terms and clauses; `top_docs` selects a page, `execute` is one search from a query to a page, `close_matches` what
nearly matches.
"""
