"""The calendars' page: a year of each, and where each closed day comes from."""
