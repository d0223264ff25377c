"""What is promised about security, each with the tests that would fail without it. docs/security.md is printed from here.

The ids are those of the list the board was first measured by; a check without a test says why.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """`tests` are "file::function" below tests/; `why` says why there is none, or what the board decided otherwise."""

    id: str
    words: str
    tests: tuple[str, ...] = ()
    why: str = ""


PARTS: dict[str, tuple[Check, ...]] = {
    "What is typed": (
        Check(
            "A1",
            "Whatever is typed is shown as letters, in pages and e-mails",
            (
                "core/test_markup.py::test_nothing_in_a_description_can_act",
                "browse/test_pages.py::test_a_description_cannot_bring_its_own_markup",
                "accounts/test_views_settings.py::test_a_name_is_never_markup",
                "guards/test_templates.py::test_nothing_inline",
            ),
        ),
        Check(
            "A2",
            "Addresses of websites and of applying are https or http and nothing else",
            ("core/test_addresses.py::test_what_is_not_a_public_https_address_is_refused",),
        ),
        Check(
            "A3",
            "No script stands in a page",
            ("guards/test_templates.py::test_nothing_inline",),
            "There is no inline JSON; the policy would not run it.",
        ),
        Check("A4", "SQL is never put together from text", (), "Held by the linter (ruff S608): it reads every file."),
        Check(
            "A5",
            "Child processes are started with lists of arguments, none of them typed by anybody",
            ("profiles/test_extract.py::test_the_child_is_told_nothing_of_ours",),
        ),
        Check(
            "A6",
            "No text makes a pattern or a number cost more than its length",
            (
                "guards/test_numbers.py::test_every_field_of_every_form_answers_hostile_numbers",
                "guards/test_numbers.py::test_every_parameter_answers_hostile_numbers",
            ),
        ),
        Check(
            "A7",
            "Files of tables for spreadsheets start no formula",
            ("admin/test_views.py::test_what_people_wrote_is_no_formula_in_a_list_taken_away",),
        ),
        Check(
            "A8",
            "Descriptions are cleaned when they are shown, by a list of what may stand",
            ("core/test_markup.py::test_nothing_in_a_description_can_act",),
        ),
        Check(
            "A9",
            "Pictures that may hold scripts are refused",
            ("employers/test_logo.py::test_what_breaks_a_rule_is_refused_with_the_rule",),
        ),
        Check("A10", "The board fetches no address anybody typed", (), "There is no HTTP client in the code."),
        Check("A11", "Nobody's text is a template", (), "Templates come from files alone."),
        Check(
            "A12",
            "What people type never becomes a header or a body of an e-mail",
            (
                "mail/test_building.py::test_whatever_is_typed_the_headers_and_bodies_are_the_ones_meant",
                "mail/test_building.py::test_what_does_not_read_back_as_it_was_meant_is_not_sent",
            ),
        ),
        Check(
            "A13",
            "XML with a DTD or entities is not read",
            (
                "profiles/test_extract.py::test_hostile_xml_is_not_read",
                "profiles/test_documents.py::test_refuses_with_the_rule_it_broke",
            ),
        ),
        Check(
            "A14",
            "Nothing that runs is read from what people send",
            (),
            "The index on disk holds pickles of the board's own; its folder is the owner's alone, and a backup leaves it out.",
        ),
        Check(
            "A15",
            "Forms take what they name, within its length and on its lines",
            (
                "web/test_forms.py::test_a_field_of_one_line_takes_nothing_that_a_header_would_turn_into_another",
                "accounts/test_views_sign_up.py::test_fields_the_form_does_not_name_cannot_be_set",
            ),
        ),
        Check(
            "A16",
            "Pay that nobody is paid is refused",
            ("postings/test_completeness.py::test_pay_that_nobody_is_paid_is_a_contradiction_a_draft_is_held_to",),
        ),
        Check(
            "A17",
            "A job and an application move only along their tables",
            (
                "postings/test_lifecycle.py::test_a_status_moves_along_the_table_or_not_at_all",
                "applications/test_lifecycle.py::test_every_step_in_every_status_leads_where_the_table_says_or_changes_nothing",
            ),
        ),
        Check(
            "A18",
            "A crash at any moment leaves all of a change or nothing",
            (
                "journeys/test_kill.py::test_kills_lose_nothing_and_repeat_nothing",
                "mail/test_kill.py::test_kills_lose_no_email_and_double_only_the_one_on_its_way",
            ),
        ),
        Check(
            "A19",
            "The same act many times at once has one effect",
            (
                "applications/test_services.py::test_eight_at_once_make_one_application",
                "moderation/test_services.py::test_an_edit_is_approved_once",
            ),
        ),
        Check(
            "A20",
            "What can be done often is limited, over all processes",
            (
                "web/test_limits.py::test_two_processes_count_together",
                "web/test_limits.py::test_a_connection_is_its_whole_network_of_ipv6",
                "web/test_limits.py::test_an_unseen_character_does_not_make_another_address",
            ),
        ),
    ),
    "Browser and network": (
        Check(
            "B1",
            "A résumé is a download under a policy that runs nothing",
            ("applications/test_views_employer.py::test_a_download_is_safe_logged_and_shown",),
        ),
        Check(
            "B2",
            "The session's cookie is for this host, https and no script",
            ("web/test_protection.py::test_cookies_of_an_https_board_stay_private",),
        ),
        Check(
            "B3",
            "Browsers are told to come by https alone, for files too",
            ("web/test_protection.py::test_static_files_carry_the_same_headers",),
        ),
        Check(
            "B4",
            "No other site's page may read an answer",
            ("web/test_protection.py::test_static_files_carry_the_same_headers",),
        ),
        Check(
            "B5",
            "The content policy allows nothing but the board's own files",
            ("web/test_protection.py::test_every_page_is_protected",),
        ),
        Check(
            "B6",
            "Types are not guessed, and addresses not told to others",
            (
                "web/test_protection.py::test_every_page_is_protected",
                "web/test_protection.py::test_static_files_carry_the_same_headers",
            ),
        ),
        Check(
            "B7",
            "Every change needs its token and comes from a page of the board; looking changes nothing",
            (
                "web/test_protection.py::test_a_form_without_its_token_is_refused",
                "web/test_protection.py::test_a_form_sent_from_another_site_is_refused",
                "guards/test_surfaces.py::test_looking_changes_nothing",
            ),
        ),
        Check(
            "B8",
            "No redirect leaves the board, whatever the request says its host is",
            (
                "web/test_urls.py::test_a_way_back_leads_nowhere_else",
                "web/test_protection.py::test_another_host_than_ours_is_refused_with_its_reason",
            ),
        ),
        Check("B9", "Every answer names its type", ("guards/test_permissions.py::test_every_route_answers_as_the_table_says",)),
        Check(
            "B10",
            "What a proxy would say is believed only from as many proxies as are set",
            ("web/test_limits.py::test_an_address_is_believed_from_the_connection_alone",),
        ),
        Check(
            "B11",
            "A request is read in one way only",
            ("web/test_server.py::test_a_body_arrives_whole_before_a_thread_is_taken",),
        ),
        Check(
            "B12",
            "Methods nobody needs are refused; what machines ask says no more than they need, figures only to who may have them",
            (
                "web/test_protection.py::test_a_wrong_method_says_which_are_allowed",
                "admin/test_checks.py::test_the_figures_are_for_this_host_alone",
                "admin/test_checks.py::test_a_token_lets_others_read_the_figures",
            ),
        ),
    ),
    "Files": (
        Check(
            "C1",
            "Which files are taken, and how large, is said below, printed from the code",
            ("guards/test_security_checks.py::test_the_page_is_current",),
        ),
        Check(
            "C2",
            "What is too large is refused before it is read",
            (
                "web/test_server.py::test_a_file_larger_than_is_ever_read_is_refused_by_its_announcement",
                "web/test_protection.py::test_too_large_is_told",
            ),
        ),
        Check(
            "C3",
            "A file is judged by its content, each refusal in its own words",
            ("profiles/test_documents.py::test_refuses_with_the_rule_it_broke",),
        ),
        Check(
            "C4",
            "What unpacks to far more is refused",
            ("profiles/test_documents.py::test_thirty_megabytes_in_small_parts_are_refused",),
        ),
        Check(
            "C5",
            "A stored file is named by its content, never by what it was called",
            ("storage/test_sweep.py::test_content_is_named_by_its_hash_and_stored_once",),
        ),
        Check(
            "C6",
            "The name of a download is one header",
            ("profiles/test_views.py::test_the_download_has_one_honest_name_whatever_it_was_called",),
        ),
        Check(
            "C7",
            "With a scanner, nothing is handed out before its verdict",
            (
                "applications/test_views_employer.py::test_with_a_scanner_a_file_waits_for_its_verdict",
                "profiles/test_views.py::test_a_scanner_has_its_say_before_a_file_is_read",
            ),
        ),
        Check(
            "C8",
            "Pictures are made anew without their metadata; résumés stay byte for byte",
            ("employers/test_logo.py::test_metadata_is_left_behind",),
        ),
    ),
    "Signing in": (
        Check(
            "D1",
            "Guessing is stopped without locking out the person",
            (
                "web/test_limits.py::test_ten_wrong_passwords_for_an_account_are_enough",
                "web/test_limits.py::test_the_person_themselves_still_gets_in_from_a_device_they_used",
                "web/test_limits.py::test_a_connection_is_its_whole_network_of_ipv6",
            ),
        ),
        Check(
            "D2",
            "Passwords of 10 to 128 characters count as typed",
            ("accounts/test_passwords.py::test_a_password_is_compared_as_typed",),
        ),
        Check(
            "D3",
            "Changing how one signs in, and acts of power, ask who it is again",
            ("accounts/test_views_sign_in.py::test_changing_how_one_signs_in_asks_again_after_a_quarter_of_an_hour",),
        ),
        Check(
            "D4",
            "Passwords that would be guessed are refused with the reason",
            ("accounts/test_passwords.py::test_what_would_be_guessed_is_refused_with_a_reason",),
        ),
        Check("D5", "No rules of capitals and digits", ("accounts/test_passwords.py::test_long_and_uncommon_is_good_enough",)),
        Check("D6", "Known stolen passwords", (), "No list is shipped; the meter's own list of common passwords is used."),
        Check(
            "D7",
            "The first administrator comes by a link that works once",
            ("accounts/test_commands.py::test_the_first_administrator_comes_by_a_one_time_link",),
        ),
        Check(
            "D8",
            "A link for a new password works once, for half an hour",
            (
                "accounts/test_services.py::test_a_reset_sets_the_password_and_ends_every_session",
                "accounts/test_views_sign_up.py::test_a_link_is_over_after_half_an_hour",
            ),
        ),
        Check(
            "D9",
            "A code works once, and so does each recovery code",
            (
                "accounts/test_second_factor.py::test_a_code_is_accepted_once",
                "accounts/test_second_factor.py::test_recovery_codes_are_hashed_and_each_works_once",
            ),
        ),
        Check(
            "D10",
            "Nobody learns whether an address has an account",
            (
                "accounts/test_views_sign_up.py::test_known_and_unknown_addresses_get_the_same_answer",
                "accounts/test_views_sign_up.py::test_the_same_is_true_of_forgotten_passwords",
                "accounts/test_passwords.py::test_an_unknown_account_costs_a_hash_too",
            ),
        ),
        Check(
            "D11",
            "A new device and every change is told, with a link that says it was somebody else",
            (
                "accounts/test_not_me.py::test_it_puts_everybody_out_and_sends_a_link",
                "accounts/test_views_sign_in.py::test_a_device_not_seen_before_is_told_by_mail",
            ),
        ),
        Check("D12", "Signing in by another service", (), "There is none."),
    ),
    "Sessions": (
        Check(
            "E1",
            "Only a hash of the session's token is kept, and it is new at each sign-in",
            (
                "accounts/test_sessions.py::test_only_the_hash_of_a_token_is_kept",
                "accounts/test_views_sign_in.py::test_a_new_token_at_each_sign_in_and_none_from_before",
            ),
        ),
        Check(
            "E2", "Sessions end when idle and when old", ("accounts/test_sessions.py::test_a_session_ends_when_idle_or_old",)
        ),
        Check(
            "E3",
            "Signing out ends the session on the server",
            ("accounts/test_views_sign_in.py::test_signing_out_is_by_post_and_ends_the_row",),
        ),
        Check(
            "E4",
            "A suspended account may nothing from the next request on",
            (
                "accounts/test_views_sign_in.py::test_suspension_counts_from_the_next_request",
                "guards/test_permissions.py::test_a_suspended_person_may_nothing_at_once",
            ),
        ),
        Check(
            "E5",
            "A new password ends all other sessions",
            ("accounts/test_views_settings.py::test_the_password_changes_and_other_devices_are_out",),
        ),
        Check(
            "E6",
            "People see their devices and end them",
            ("accounts/test_views_settings.py::test_devices_are_listed_and_ended_one_by_one_or_all",),
        ),
        Check(
            "E7",
            "Pages of signed-in people are kept by no browser",
            ("accounts/test_views_sign_in.py::test_signing_out_is_by_post_and_ends_the_row",),
        ),
    ),
    "Who may what": (
        Check("F1", "Who may what is printed from the code", ("guards/test_permissions.py::test_the_table_is_current",)),
        Check("F2", "Every route says who may", ("guards/test_permissions.py::test_every_route_says_who_may",)),
        Check(
            "F3",
            "Other people's ids are not there",
            ("guards/test_permissions.py::test_what_is_not_ones_own_looks_like_what_is_not_there",),
        ),
        Check(
            "F4",
            "A field a form does not name cannot be set",
            (
                "accounts/test_views_sign_up.py::test_fields_the_form_does_not_name_cannot_be_set",
                "applications/test_views_apply.py::test_fields_the_form_does_not_name_change_nothing",
            ),
        ),
        Check(
            "F5",
            "Rules ask below the pages too",
            ("moderation/test_suspension.py::test_no_service_reaches_an_applicant_any_more",),
        ),
        Check(
            "F6",
            "A role taken away counts from the next request",
            ("employers/test_services_membership.py::test_ending_a_membership_counts_at_once_and_is_told",),
        ),
        Check(
            "F7",
            "One employer's people find nothing of another's",
            (
                "employers/test_views.py::test_objects_of_another_employer_are_not_there",
                "applications/test_views_employer.py::test_anothers_applicant_is_not_there_under_ones_own_address",
            ),
        ),
        Check(
            "F8",
            "Administrators use a second factor and prove themselves again before acts of power",
            ("accounts/test_second_factor.py::test_staff_set_one_up_before_anything_else_in_production",),
        ),
    ),
    "Secrets, data and logs": (
        Check(
            "G1",
            "A link for one thing does not do another",
            ("accounts/test_services.py::test_a_link_works_for_its_purpose_alone_and_only_its_hash_is_kept",),
        ),
        Check(
            "G2",
            "Passwords are hashed by argon2id at a set cost",
            ("accounts/test_passwords.py::test_the_hash_is_argon2id_at_the_chosen_cost",),
        ),
        Check(
            "G3",
            "What must not be guessed has 256 bits",
            ("accounts/test_sessions.py::test_only_the_hash_of_a_token_is_kept",),
            "Ids in addresses have 57 bits: they name, and open nothing by themselves, since every page asks who may.",
        ),
        Check(
            "G4",
            "The secret key can be changed while earlier ones count; a lost one is said in a sentence",
            (
                "test_config.py::test_what_an_earlier_key_signed_counts_while_it_is_named",
                "admin/test_checks.py::test_a_lost_secret_key_is_a_sentence",
            ),
        ),
        Check(
            "G5",
            "E-mail goes to a server whose certificate was checked",
            (
                "mail/test_tasks.py::test_a_certificate_nobody_vouches_for_is_refused",
                "mail/test_tasks.py::test_nothing_is_sent_in_the_clear_when_starttls_is_asked_for",
            ),
        ),
        Check(
            "G6",
            "The board calls the database, the storage, the mail server and the scanner, and nobody else",
            (),
            "There is no other client in the code.",
        ),
        Check(
            "G7",
            "Secrets come from the environment or files, and stay out of backups",
            (
                "test_config.py::test_a_secret_is_read_from_a_file",
                "cli/test_backup.py::test_secrets_stay_out_and_the_key_is_named",
                "cli/test_backup.py::test_passwords_in_addresses_stay_out",
            ),
        ),
        Check(
            "G8",
            "Debugging is refused in production",
            ("journeys/test_serve.py::test_production_refuses_what_is_unsafe_in_one_sentence",),
        ),
        Check(
            "G9",
            "What is kept of whom, and who sees it, is said below",
            ("guards/test_security_checks.py::test_every_table_is_classified",),
        ),
        Check(
            "G10",
            "No address holds a secret but a link that works once, and no browser keeps its page",
            ("web/test_request_log.py::test_a_link_that_still_works_never_stands_in_the_log",),
        ),
        Check(
            "G11",
            "A page asks no other company for anything",
            (
                "guards/test_look.py::test_a_sheet_asks_nothing_from_elsewhere",
                "web/test_protection.py::test_every_page_is_protected",
            ),
        ),
        Check(
            "G12",
            "No token and no address stands in a log",
            (
                "web/test_request_log.py::test_a_link_that_still_works_never_stands_in_the_log",
                "web/test_request_log.py::test_what_was_asked_of_the_database_stays_out_of_its_errors",
            ),
        ),
        Check(
            "G13",
            "How soon faults are mended is said in SECURITY.md; pins are asked about by `make audit`",
            ("guards/test_security_checks.py::test_the_files_of_a_project_are_there",),
        ),
        Check(
            "G14",
            "What costs much is bounded",
            (
                "profiles/test_extract.py::test_the_child_cannot_pass_its_limits",
                "employers/test_logo.py::test_a_picture_is_decoded_by_a_child_with_limits",
                "web/test_server.py::test_connections_that_dawdle_take_no_thread",
                "journeys/test_slow.py::test_the_board_answers_while_hundreds_send_a_form_byte_by_byte",
            ),
        ),
        Check(
            "G15",
            "Answers in JSON hold the fields they promise",
            ("api/test_postings.py::test_an_answer_has_the_shape_that_is_promised",),
        ),
        Check(
            "G16",
            "Odd parameters do nothing",
            (
                "api/test_postings.py::test_any_bytes_are_answered",
                "job_search/test_chips.py::test_any_bytes_have_a_page",
            ),
        ),
        Check(
            "G17",
            "A line in the log is JSON, in UTC, with the request's reference and who it was",
            ("web/test_request_log.py::test_the_reference_on_the_page_finds_the_line_in_the_log",),
        ),
        Check(
            "G18",
            "Who was denied or limited is in the log",
            (
                "web/test_request_log.py::test_who_is_not_let_through_is_logged",
                "web/test_limits.py::test_what_was_limited_or_denied_is_in_the_log_without_an_address",
            ),
        ),
        Check(
            "G19",
            "Nothing typed makes a line of its own in the log",
            ("web/test_request_log.py::test_the_reference_on_the_page_finds_the_line_in_the_log",),
        ),
        Check(
            "G20",
            "The audit trail cannot be changed, nor unnoticed behind the board's back",
            (
                "audit/test_sealing.py::test_the_database_refuses_to_change_an_entry",
                "audit/test_sealing.py::test_what_was_changed_behind_the_boards_back_is_noticed",
            ),
        ),
        Check(
            "G21",
            "An error of the board shows a reference and nothing else",
            ("web/test_errors.py::test_an_error_of_ours_is_a_page_with_a_reference",),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What tables hold of people: how private it is, who sees it, and when it goes."""

    what: str
    tables: tuple[str, ...]
    private: str
    seen_by: str
    goes: str


DATA = (
    Kept(
        "Ways to sign in: password, second factor, passkeys, sessions, links that work once",
        ("account_session", "passkey", "mailed_link", "recovery"),
        "secret, hashed or encrypted",
        "nobody",
        "links and sessions when they are over, all of it with the account",
    ),
    Kept(
        "Who somebody is: name, e-mail addresses, devices",
        ("account", "earlier_address", "unreachable_address"),
        "personal",
        "the person, administrators",
        "when the account is closed",
    ),
    Kept(
        "Profile and résumés",
        ("coder_profile", "resume"),
        "confidential",
        "the coder; an employer only what an application sent",
        "when the account is closed, or deleted by the coder",
    ),
    Kept(
        "Applications, messages, notes, who opened what",
        (
            "application",
            "application_draft",
            "application_message",
            "application_note",
            "application_step",
            "resume_opening",
        ),
        "confidential",
        "the coder and the members of that employer; notes the members alone",
        "after the retention period",
    ),
    Kept(
        "E-mails sent",
        ("letter",),
        "personal",
        "administrators, only while one could not be sent",
        "after the retention period, and with the account",
    ),
    Kept("Which e-mails a moderator wants", ("desk_mail",), "personal", "that moderator", "kept"),
    Kept(
        "Notes of moderators about employers and people",
        ("desk_note",),
        "confidential",
        "about an employer: moderators who are not of it; about a person: administrators, and the person's own download",
        "when deleted; about a person with the account",
    ),
    Kept(
        "Reports of jobs",
        ("report",),
        "personal",
        "moderators",
        "words and who wrote them after the retention period; that a job was reported stays with it",
    ),
    Kept(
        "Employers, their teams, profiles, invitations and requests to join",
        ("employer", "employer_revision", "membership", "invitation", "join_request"),
        "public, but for the team",
        "the team, moderators, administrators",
        "when the employer is closed",
    ),
    Kept(
        "Jobs",
        (
            "posting",
            "posting_correction",
            "posting_notice",
            "posting_revision",
            "posting_snapshot",
            "posting_template",
        ),
        "public once approved",
        "the team and moderators before",
        "kept",
    ),
    Kept(
        "Files of jobs uploaded, and what came of them",
        ("import_batch", "imported_draft"),
        "confidential",
        "the team",
        "the file until its drafts are made; what came of it is kept",
    ),
    Kept(
        "What was done by whom",
        ("audit_entry", "audit_seal"),
        "internal, ids and no names",
        "administrators, moderators",
        "kept",
    ),
    Kept(
        "What was typed into a form whose session was over",
        ("kept_form",),
        "confidential",
        "the browser it came from",
        "after a day",
    ),
    Kept(
        "What is typed into a job's form and not saved",
        ("unsaved_edit",),
        "confidential",
        "who typed it",
        "when it is saved, and after 30 days",
    ),
    Kept(
        "Searches that found no job: texts without addresses and long numbers, by day",
        ("zero_result_search",),
        "internal, of nobody",
        "administrators, from the third time or the second day on",
        "after `CAREERCENTER_RETENTION_SEARCHES_DAYS` days",
    ),
    Kept("How often an address did something", ("rate_window",), "internal, scrambled", "nobody", "within a day or two"),
    Kept(
        "The board's own work",
        (
            "task",
            "periodic_run",
            "decision_reason",
            "stored_file",
            "index_comparison",
            "forgotten",
            "search_commit",
            "search_pieces",
        ),
        "internal",
        "administrators",
        "as it is done",
    ),
)

# What a small request can make cost much, and what bounds it.
COSTLY = (
    ("reading a résumé's text", "a child process: processor time, memory, output; ten uploads an hour a person"),
    ("making a picture anew", "a child process with the same limits, before a transaction begins"),
    ("hashing a password", "limits of sign-in and sign-up; argon2id with 19 MiB"),
    ("a search", "200 characters; at most six questions more when nothing is found; a limit an address"),
    ("a body sent slowly", "read whole before a thread is taken; a deadline; at most so many connections"),
    ("comparing two texts word by word", "only up to a number of words"),
    ("an import", "read outside any transaction, written in pieces of at most half a second"),
)
