"""The duty page: what burns, who is rung, what waits for a person, and who is on duty."""
