"""What is asked before the rota is changed. Instants are read on the provider's wall clock: the zone that is active must be that one."""
