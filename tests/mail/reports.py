"""Delivery reports and complaints as mail servers write them."""

from __future__ import annotations

DSN = """\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Wed, 25 Nov 2026 22:11:00 +0000

Final-Recipient: rfc822; ana@example.com
Original-Recipient: rfc822;ana@example.com
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; {words}

--b1
Content-Type: {original}

{headers}
--b1--
"""

ARF = """\
From: <feedback@mailbox.example.net>
To: {to}
Subject: FW: New application
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain; charset="US-ASCII"

This is an e-mail abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <ana@example.com>

--b2
Content-Type: message/rfc822

From: CareerCenter <board@example.com>
To: ana@example.com
Message-ID: {message_id}
Subject: New application

Words.
--b2--
"""


def dsn(
    message_id: str = "",
    *,
    status: str = "5.1.1",
    words: str = "550 5.1.1 <ana@example.com>: Recipient address rejected: User unknown",
    action: str = "failed",
    to: str = "bounces@board.example",
    original: str = "message/rfc822",
) -> bytes:
    headers = f"From: board@example.com\nTo: ana@example.com\nSubject: Hello\nMessage-ID: {message_id}\n" if message_id else ""
    filled = DSN.format(to=to, action=action, status=status, words=words, original=original, headers=headers)
    return filled.replace("\n", "\r\n").encode()


def complaint(message_id: str, *, kind: str = "abuse") -> bytes:
    return ARF.format(to="bounces@board.example", kind=kind, message_id=message_id).replace("\n", "\r\n").encode()
