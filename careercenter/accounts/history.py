"""What the audit trail says of an account, in words for its owner."""

from __future__ import annotations

from careercenter.audit.models import AuditEntry

_WORDS = {
    "account.signed_up": "You signed up",
    "account.set_up": "The account was set up",
    "account.confirmed": "Your e-mail address was confirmed",
    "account.signed_in": "Signed in with {how} from {device}",
    "account.signed_out": "Signed out",
    "account.sign_in_failed": "Somebody gave a wrong password",
    "account.second_step_failed": "Somebody gave the right password and a wrong code",
    "account.reset_asked": "A link to choose a new password was sent",
    "account.password_changed": "The password was changed",
    "account.email_change_asked": "A change of the e-mail address was asked for",
    "account.email_changed": "The e-mail address was changed",
    "account.renamed": "The name was changed",
    "account.second_factor_on": "Codes of an authenticator app were turned on",
    "account.second_factor_off": "Codes of an authenticator app were turned off",
    "account.recovery_codes_made": "New recovery codes were made",
    "account.recovery_code_used": "A recovery code was used; {left} left",
    "account.passkey_added": "The passkey “{name}” was added",
    "account.passkey_removed": "The passkey “{name}” was removed",
    "account.sessions_ended": "Other devices were signed out: {count}",
    "account.made_admin": "Made an administrator",
    "account.suspended": "The account was suspended",
    "account.restored": "The account was restored",
    "account.closed": "The account was closed",
}


def words_of(entry: AuditEntry) -> str:
    words = _WORDS.get(entry.what)
    return words.format_map(entry.detail) if words else entry.what.removeprefix("account.").replace("_", " ").capitalize()
