"""Plantão: the support desk that runs a provider's customer handbook."""
