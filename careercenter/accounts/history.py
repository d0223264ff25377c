"""What the audit trail says of an account, in words for its owner."""

from __future__ import annotations

from typing import Any

from careercenter.audit.models import AuditEntry
from careercenter.core.i18n import _l

_WORDS = {
    "account.signed_up": _l("You signed up"),
    "account.set_up": _l("The account was set up"),
    "account.confirmed": _l("Your e-mail address was confirmed"),
    "account.signed_in": _l("Signed in with %(how)s from %(device)s"),
    "account.signed_out": _l("Signed out"),
    "account.sign_in_failed": _l("Somebody gave a wrong password"),
    "account.second_step_failed": _l("Somebody gave the right password and a wrong code"),
    "account.reset_asked": _l("A link to choose a new password was sent"),
    "account.password_changed": _l("The password was changed"),
    "account.email_change_asked": _l("A change of the e-mail address was asked for"),
    "account.email_changed": _l("The e-mail address was changed"),
    "account.renamed": _l("The name was changed"),
    "account.time_zone_chosen": _l("The time zone was changed"),
    "account.second_factor_on": _l("Codes of an authenticator app were turned on"),
    "account.second_factor_off": _l("Codes of an authenticator app were turned off"),
    "account.recovery_codes_made": _l("New recovery codes were made"),
    "account.recovery_code_used": _l("A recovery code was used; %(left)s left"),
    "account.second_factor_reset": _l("The people who run the board took off the second step"),
    "account.address_proved_for": _l("The people who run the board marked the e-mail address as confirmed"),
    "account.address_changed_for": _l("The people who run the board changed the e-mail address"),
    "account.recovery_asked": _l("An administrator asked another one to let you in again"),
    "account.recovery_refused": _l("Administrators decided not to change how you sign in"),
    "account.was_not_me": _l("You said that it was not you: everybody was signed out and the password made void"),
    "account.given_up": _l("Somebody else confirmed the address; the account was erased"),
    "account.exported": _l("Everything the board holds of you was downloaded"),
    "account.passkey_added": _l("The passkey “%(name)s” was added"),
    "account.passkey_removed": _l("The passkey “%(name)s” was removed"),
    "account.sessions_ended": _l("Other devices were signed out: %(count)s"),
    "account.made_admin": _l("Made an administrator"),
    "account.made_moderator": _l("Made a moderator"),
    "account.unmade_moderator": _l("No longer a moderator"),
    "account.reached_again": _l("You showed that e-mail reaches your address again"),
    "account.sent_to_again": _l("An administrator had e-mail sent to your address again"),
    "account.suspended": _l("The account was suspended"),
    "account.restored": _l("The account was restored"),
    "account.closed": _l("The account was closed"),
}


# How somebody signed in, as the trail keeps it.
_HOW = {
    "password": _l("a password"),
    "passkey": _l("a passkey"),
    "password and code": _l("a password and a code"),
    "password and passkey": _l("a password and a passkey"),
}


def words_of(entry: AuditEntry) -> str:
    detail: dict[str, Any] = dict(entry.detail)
    detail["how"] = _HOW.get(detail.get("how", ""), detail.get("how", ""))
    words = _WORDS.get(entry.what)
    if words is None:  # an act of a later version of the board: its name is better than nothing
        return entry.what.removeprefix("account.").replace("_", " ").capitalize()
    return str(words) % detail
