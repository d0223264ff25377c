"""Passkeys: the two ceremonies of WebAuthn, with values in and values out.

A passkey that asked for a finger, a face or a PIN stands for password and second factor together ("first"); one that only
proves it is there is a second factor ("secondary"). Both words are Flask-Security's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from careercenter.accounts import mail
from careercenter.accounts.models import Account, Passkey
from careercenter.accounts.second_factor import refuse_unproved
from careercenter.audit.services import record
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, _l

_MOST = 10
_NOT_READ = _l("The passkey could not be read. Try again.")


@dataclass(frozen=True, slots=True)
class Site:
    """Who asks for the passkey: a host name, the address pages are read at, exactly as browsers say it, and a name to show."""

    host: str
    origin: str
    name: str = "CareerCenter"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page hands to the browser, and the challenge the answer must hold."""

    options: str
    challenge: str


def ask_to_add(account: Account, site: Site) -> Asked:
    """Begin adding a passkey. Changes nothing."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=account.fs_webauthn_user_handle.encode(),
        user_name=account.email,
        user_display_name=account.name or account.email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_known(account),
    )
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def add(account: Account, name: str, answer: str, challenge: str, site: Site, *, at: datetime) -> Passkey:
    """Keep a passkey whose answer is right."""
    refuse_unproved(account)
    if len(account.webauthn) >= _MOST:
        raise RuleBroken(_("You have %(most)s passkeys. Remove one first.", most=_MOST), field="name")
    if any(passkey.name.lower() == name.lower() for passkey in account.webauthn):
        raise RuleBroken(_("You have a passkey of this name. Give this one another."), field="name")
    try:
        credential = parse_registration_credential_json(answer)
        proved = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_origin=site.origin,
            expected_rp_id=site.host,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise RuleBroken(_NOT_READ, field="name") from error
    if _by_credential(proved.credential_id) is not None:
        raise RuleBroken(_("This passkey is in use already."), field="name")
    passkey = Passkey(
        credential_id=proved.credential_id, public_key=proved.credential_public_key, sign_count=proved.sign_count,
        transports=[str(getattr(t, "value", t)) for t in credential.response.transports or []],
        backup_state=proved.credential_backed_up, device_type=proved.credential_device_type.value,
        name=name, usage="first" if proved.user_verified else "secondary", create_datetime=at, lastuse_datetime=at,
    )  # fmt: skip
    account.webauthn.append(passkey)
    record("account.passkey_added", subject=account, actor=account, at=at, name=name)
    mail.factor_changed(account, _("A passkey was added: %(name)s.", name=name), at=at)
    return passkey


def ask_to_prove(site: Site, account: Account | None = None) -> Asked:
    """Ask for any passkey of this board or, as a second factor, for one of the account's."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_known(account) if account is not None else None,
        user_verification=UserVerificationRequirement.PREFERRED if account else UserVerificationRequirement.REQUIRED,
    )
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def prove(answer: str, challenge: str, site: Site, *, account: Account | None = None, at: datetime) -> Account:
    """Give whose passkey answered. Without `account` it must stand for both factors; with it, it must be theirs."""
    try:
        credential = parse_authentication_credential_json(answer)
        passkey = _by_credential(credential.raw_id)
        if passkey is None or not passkey.user.active or (account is not None and passkey.user_id != account.id):
            raise RuleBroken(_("This passkey is not known here."))
        handle = credential.response.user_handle
        if handle and handle != passkey.user.fs_webauthn_user_handle.encode():
            raise RuleBroken(_("This passkey is not known here."))
        if account is None and passkey.usage != "first":
            raise RuleBroken(_("This passkey works together with your password. Sign in with your password first."))
        proved = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_origin=site.origin,
            expected_rp_id=site.host,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=account is None,
        )
    except (WebAuthnException, ValueError, KeyError) as error:
        raise RuleBroken(_NOT_READ) from error
    passkey.sign_count, passkey.backup_state, passkey.lastuse_datetime = proved.new_sign_count, proved.credential_backed_up, at
    return passkey.user


def remove(account: Account, passkey: Passkey, *, at: datetime) -> None:
    account.webauthn.remove(passkey)
    if not account.has_second_factor:
        account.mf_recovery_codes = None
    record("account.passkey_removed", subject=account, actor=account, at=at, name=passkey.name)
    mail.factor_changed(account, _("A passkey was removed: %(name)s.", name=passkey.name), at=at)


def _by_credential(credential_id: bytes) -> Passkey | None:
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def _known(account: Account) -> list[Any]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in account.webauthn]
