"""The ground floor: what the contract says. Plain Python; facts in, verdicts out; no clock, no database, no translation."""
