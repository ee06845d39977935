"""People who answer: agents, what each may do, who is on duty when."""
