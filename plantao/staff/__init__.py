"""People who answer: agents, what each may do. Who is on duty when comes with escalation."""
