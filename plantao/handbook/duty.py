"""Which roles of a handbook somebody must always hold, so that the duty rota may have no gap in them."""

from plantao.handbook.document import Handbook


def roles_on_duty(handbook: Handbook) -> tuple[str, ...]:
    """
    Return the roles that ladders tell, in the ladders' order.

    Left out are those that each customer, order or product has of its own: their holders stand in account teams.
    """
    told = dict.fromkeys(step.tell for ladder in handbook.escalation for step in ladder.steps)
    return tuple(key for key in told if not _is_somebodys(handbook, key))


def _is_somebodys(handbook: Handbook, key: str) -> bool:
    role = handbook.roles[key]
    return role.per_customer or role.per_order or bool(role.per_product)
