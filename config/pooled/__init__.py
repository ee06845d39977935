"""PostgreSQL behind a transaction pooler: the role is taken per transaction, since a session is nobody's there."""
