"""
E-mail: taken in by SMTP, LMTP or IMAP, sent by SMTP.

Limits: one recipient a message; the size of what comes in is PLANTAO_MAIL_SIZE_LIMIT. Sources: RFC 5321 (SMTP), 2033
(LMTP), 3501 and 2177 (IMAP, IDLE), 5322 (messages), 3834 (automatic mail), 3463 (status codes).
"""
