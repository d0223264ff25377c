"""What the domain of an e-mail address says of where a person works."""

from __future__ import annotations


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def at_site(email: str, host: str) -> bool:
    """A department may have a domain of its own below the site's, or the site may stand on a name below the mail's."""
    domain = domain_of(email)
    return bool(host) and (domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}"))
