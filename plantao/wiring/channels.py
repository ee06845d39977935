"""Which channels there are, and where each learns the provider's own addresses: from the handbook in force."""

from plantao import clock
from plantao.agreements.queries import NoHandbook, handbook_in_force
from plantao.channels.email.channel import registration
from plantao.channels.email.provider import Provider


def _mail_provider() -> Provider | None:
    try:
        handbook = handbook_in_force(clock.now())
    except NoHandbook:
        return None
    email = handbook.channels.email
    return Provider(name=handbook.provider.name, address=email.address) if email else None


CHANNELS = (registration(_mail_provider),)
