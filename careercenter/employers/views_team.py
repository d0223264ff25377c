"""The people of an employer: who is in it, with which role, and who is invited."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.forms import EmptyForm
from careercenter.accounts.sign_in_flow import needs_proved_address, requires_recent_sign_in
from careercenter.core.clock import now
from careercenter.core.db import db
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _
from careercenter.employers import queries, services_closing, services_joining
from careercenter.employers import services_membership as rules
from careercenter.employers.blueprint import (
    blueprint,
    current_account,
    load_employer,
    load_invitation,
    load_join_request,
    load_membership,
)
from careercenter.employers.forms import InvitationForm, JoinRoleForm, RoleForm
from careercenter.employers.mail_domains import at_site
from careercenter.employers.models import Employer, Invitation, JoinRequest, Membership, Role
from careercenter.employers.policy import EmployerPermission
from careercenter.web.auth import current_actor, requires
from careercenter.web.forms import BaseForm
from careercenter.web.limits import limited
from careercenter.web.saving import saved


@blueprint.get("/employers/<employer>/members")
@requires(EmployerPermission.SEE_MEMBERS, load=load_employer)
def members(employer: Employer) -> ResponseReturnValue:
    return render_template(
        "employers/members.html",
        employer=employer,
        members=queries.members(employer),
        invitations=queries.open_invitations(employer),
        requests=_requests(employer),
        own=queries.membership_of(employer, current_actor().account_id),
    )


def _requests(employer: Employer) -> list[tuple[JoinRequest, JoinRoleForm, bool]]:
    """Give who asks to join, with a form each and whether their address is at the domain of the employer's website."""
    return [
        (one, JoinRoleForm(formdata=None, prefix=one.public_id), at_site(one.account.email, employer.host))
        for one in queries.waiting_join_requests(employer)
    ]


@blueprint.route("/employers/<employer>/members/invite", methods=["GET", "POST"])
@requires(EmployerPermission.MANAGE_MEMBERS, load=load_employer)
@needs_proved_address
@limited("invite", "30 per day")
def invite(employer: Employer) -> ResponseReturnValue:
    form = InvitationForm()

    def act() -> tuple[Invitation, Invitation | None]:
        rules.refuse_more_today(employer, now())
        earlier, role = queries.open_invitation_of(employer, form.email.data), Role(form.role.data)
        return rules.invite(employer, email=form.email.data, role=role, actor=current_account(), at=now())[0], earlier

    def then(invited: tuple[Invitation, Invitation | None]) -> ResponseReturnValue:
        flash(_invited(*invited))
        return _to_members(employer)

    return saved(form, act, then) or _page("invite", form, employer=employer)


def _invited(made: Invitation, earlier: Invitation | None) -> str:
    """Say what was sent, and what it takes the place of."""
    if earlier is None:
        return _("An invitation is on its way to %(email)s.", email=made.email)
    if earlier.role is made.role:
        return _("A new invitation is on its way to %(email)s. The link in the earlier one no longer works.", email=made.email)
    return _(
        "A new invitation is on its way to %(email)s, as %(role)s. The earlier one, as %(before)s, no longer works.",
        email=made.email,
        role=made.role.label,
        before=earlier.role.label,
    )


@blueprint.post("/employers/<employer>/invitations/<invitation>/resend")
@requires(EmployerPermission.MANAGE_MEMBERS, load=load_invitation)
@needs_proved_address
@limited("invite", "30 per day")
def resend(invitation: Invitation) -> ResponseReturnValue:
    rules.refuse_more_today(invitation.employer, now())
    rules.resend(invitation, actor=current_account(), at=now())
    db.session.commit()
    flash(
        _(
            "A new invitation is on its way to %(email)s. The link in the earlier one no longer works.",
            email=invitation.email,
        )
    )
    return _to_members(invitation.employer)


@blueprint.post("/employers/<employer>/invitations/<invitation>/withdraw")
@requires(EmployerPermission.MANAGE_MEMBERS, load=load_invitation)
@needs_proved_address
def withdraw(invitation: Invitation) -> ResponseReturnValue:
    rules.withdraw(invitation, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("The invitation of %(email)s is withdrawn.", email=invitation.email))
    return _to_members(invitation.employer)


@blueprint.post("/employers/<employer>/requests/<request>/accept")
@requires(EmployerPermission.MANAGE_MEMBERS, load=load_join_request)
@needs_proved_address
def accept_request(asked: JoinRequest) -> ResponseReturnValue:
    form = JoinRoleForm(prefix=asked.public_id)
    if not form.validate_on_submit():
        raise RuleBroken(_("Choose a role from the list."))
    made = services_joining.accept(asked, Role(form.role.data), actor=current_actor(), at=now())
    db.session.commit()
    flash(_("%(name)s is now a member. Role: %(role)s.", name=_name_of(made), role=made.role.label))
    return _to_members(asked.employer)


@blueprint.post("/employers/<employer>/requests/<request>/decline")
@requires(EmployerPermission.MANAGE_MEMBERS, load=load_join_request)
@needs_proved_address
def decline_request(asked: JoinRequest) -> ResponseReturnValue:
    services_joining.decline(asked, actor=current_actor(), at=now())
    db.session.commit()
    name = asked.account.name or asked.account.email
    flash(_("%(name)s was not added. We’ll tell them by e-mail, without your name.", name=name))
    return _to_members(asked.employer)


@blueprint.route("/employers/<employer>/members/<membership>", methods=["GET", "POST"])
@requires(EmployerPermission.MANAGE_MEMBERS, load=load_membership)
@needs_proved_address
def member(membership: Membership) -> ResponseReturnValue:
    form = RoleForm(obj=membership)

    def act() -> None:
        rules.change_role(membership, Role(form.role.data), actor=current_actor(), at=now())

    def then(_done: None) -> ResponseReturnValue:
        flash(_("The role of %(name)s is now “%(role)s”.", name=_name_of(membership), role=membership.role.label))
        return _to_members(membership.employer)

    return saved(form, act, then) or _page("member", form, membership=membership)


@blueprint.post("/employers/<employer>/members/<membership>/end")
@requires(EmployerPermission.MANAGE_MEMBERS, load=load_membership)
@needs_proved_address
def end(membership: Membership) -> ResponseReturnValue:
    rules.end(membership, actor=current_actor(), at=now())
    db.session.commit()
    flash(_("%(name)s is no longer a member.", name=_name_of(membership)))
    return _to_members(membership.employer)


@blueprint.route("/employers/<employer>/leave", methods=["GET", "POST"])
@requires(EmployerPermission.LEAVE, load=load_employer)
@needs_proved_address
def leave(employer: Employer) -> ResponseReturnValue:
    own = queries.membership_of(employer, current_actor().account_id) or abort(404)
    done = _("You have left %(employer)s.", employer=employer.name)
    return _confirmed("leave", employer, lambda: rules.end(own, actor=current_actor(), at=now()), done)


@blueprint.route("/employers/<employer>/close", methods=["GET", "POST"])
@requires(EmployerPermission.CLOSE, load=load_employer)
@needs_proved_address
@requires_recent_sign_in
def close(employer: Employer) -> ResponseReturnValue:
    done = _("%(employer)s is closed.", employer=employer.name)
    return _confirmed("close", employer, lambda: services_closing.close_own(employer, actor=current_actor(), at=now()), done)


def _confirmed(page: str, employer: Employer, act: Callable[[], None], done: str) -> ResponseReturnValue:
    """Ask first; then act, and go back to one's own employers."""
    form = EmptyForm()

    def then(_done: None) -> ResponseReturnValue:
        flash(done)
        return redirect(url_for("employers.mine"), code=303)

    return saved(form, act, then) or _page(page, form, employer=employer)


def _page(name: str, form: BaseForm, **shown: Employer | Membership) -> ResponseReturnValue:
    return render_template(f"employers/{name}.html", form=form, **shown), 422 if form.errors else 200


def _name_of(membership: Membership) -> str:
    return membership.account.name or membership.account.email


def _to_members(employer: Employer) -> ResponseReturnValue:
    """Go back to the team, or to one's own employers when one is no longer in it."""
    if current_actor().role_in(employer.id) is None and not current_actor().is_admin:
        return redirect(url_for("employers.mine"), code=303)
    return redirect(url_for("employers.members", employer=employer.public_id), code=303)
