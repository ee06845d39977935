"""The rota's pages: who is on duty week by week, where nobody is, and who would be rung at any instant."""
