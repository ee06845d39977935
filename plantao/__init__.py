"""Plantão: the support desk that runs a provider's customer handbook."""

import zoneinfo

# Deadlines follow the zones of the pinned tzdata package, the same on every machine, not those of the system at hand.
zoneinfo.reset_tzpath(to=())
