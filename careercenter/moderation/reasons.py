"""The reasons a new board starts with. Admins change them at the desk; loading again only adds what is new here."""

from __future__ import annotations

from dataclasses import dataclass

from careercenter.moderation.models import ReasonUse


@dataclass(frozen=True, slots=True)
class DefaultReason:
    """`words` open the e-mail to the author; without any, the moderator has to write some."""

    slug: str
    use: ReasonUse
    label: str
    words: str


_C, _R, _X, _P = ReasonUse.CHANGES, ReasonUse.REJECT, ReasonUse.REMOVE, ReasonUse.PROFILE

DEFAULT_REASONS: tuple[DefaultReason, ...] = (
    DefaultReason(
        "pay-unclear", _C, "Pay is missing, too wide or in the wrong unit",
        "Say what the job pays, in the unit it is paid in. A range should be one you would really offer: the highest figure "
        "no more than about twice the lowest. For pay per chart, add the charts an hour you expect.",
    ),
    DefaultReason(
        "live-in-unclear", _C, "Where one may live is not clear",
        "For remote work, say in which states a coder may live. “Remote” alone is read as all of them.",
    ),
    DefaultReason(
        "credentials-unclear", _C, "Credentials contradict each other",
        "The credentials you ask for do not fit together, or differ between the fields and the description. Say which are "
        "all needed, which of several will do, and which are only welcome.",
    ),
    DefaultReason(
        "work-unclear", _C, "The work itself is not described",
        "Coders decide by the specialty, the kind of record, the code sets, the volume and the accuracy expected. Describe "
        "the work so that one can tell whether it fits.",
    ),
    DefaultReason(
        "contact-in-text", _C, "Contact details or links in the description",
        "Take phone numbers, addresses and links out of the description. How to apply has a field of its own.",
    ),
    DefaultReason(
        "title-untidy", _C, "The title holds more than the title",
        "Keep the title to the name of the job: no pay, place, capitals throughout or calls to apply.",
    ),
    DefaultReason(
        "test-unclear", _C, "The hiring test is not described",
        "Say whether there is a test, how long it takes and whether it uses made-up records only.",
    ),
    DefaultReason("changes-other", _C, "Something else", ""),
    DefaultReason(
        "not-coding", _R, "Not a medical coding job",
        "This board is for medical coders and those who audit, teach or lead them. This job is something else.",
    ),
    DefaultReason(
        "duplicate", _R, "The same job is already here",
        "This job is on the board already. Change the one that is there instead of posting it again.",
    ),
    DefaultReason(
        "not-yours-to-post", _R, "Posted in another employer's name",
        "We could not see that you recruit for the employer this job is for.",
    ),
    DefaultReason(
        "asks-for-money", _R, "Asks the coder to pay",
        "A job here never asks a coder to pay: not for training, an exam, software, equipment or a background check.",
    ),
    DefaultReason(
        "asks-too-much", _R, "Asks for bank or identity details before an offer",
        "Ask for bank details, a Social Security number or identity papers only after an offer is accepted, and never here.",
    ),
    DefaultReason(
        "unlawful", _R, "Breaks employment law",
        "The job asks for, or leaves out, people in a way the law does not allow.",
    ),
    DefaultReason("reject-other", _R, "Something else", ""),
    DefaultReason(
        "scam", _X, "Signs of a scam",
        "The job shows signs that coders are to be deceived: payment, checks, bank details or interviews by chat app only.",
    ),
    DefaultReason(
        "not-as-stated", _X, "Not as stated",
        "People told us that pay, place or requirements are not what the job says.",
    ),
    DefaultReason(
        "no-longer-open", _X, "No longer open",
        "People told us that the position is filled or was never open.",
    ),
    DefaultReason(
        "unlawful-live", _X, "Breaks employment law",
        "The job asks for, or leaves out, people in a way the law does not allow.",
    ),
    DefaultReason(
        "checking", _X, "We are checking it",
        "We have questions about this job and hold it until they are answered. It is not shown meanwhile.",
    ),
    DefaultReason("remove-other", _X, "Something else", ""),
    DefaultReason(
        "name-of-another", _P, "The name or website of another employer",
        "The name or website belongs to another employer. If it is yours, write to us from an e-mail address at its website.",
    ),
    DefaultReason(
        "name-is-no-name", _P, "The name is not an employer’s name",
        "Enter the employer’s name alone: no advertising, no address, no phone number.",
    ),
    DefaultReason(
        "about-not-fit", _P, "The description or picture does not fit",
        "Describe the employer, and show its own mark. Leave out contact details, offers and what belongs in a job.",
    ),
    DefaultReason("profile-other", _P, "Something else", ""),
)  # fmt: skip
