"""The door of sign-in: password, passkeys, one-time codes, first access. The work is allauth's; what it says and asks is ours."""
