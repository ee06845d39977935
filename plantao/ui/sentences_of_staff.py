"""What a refusal of staff and their rota says, by its class; see plantao/ui/refusals.py."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from plantao.rules.refused import Refused
from plantao.staff.models.agent import LacksTheRight, NoAddress, NoLongerServes, NotOfStaff, NotYours
from plantao.staff.models.kept import AlreadyOver, EndsBeforeItBegins
from plantao.staff.models.rota import IsAbsent, NoEndInSight, NotInLine, WithThemselves

OF_STAFF: Mapping[type[Refused], str] = {
    NotYours: gettext_noop("This is not yours to do: it takes %(permission)s."),
    NoLongerServes: gettext_noop("Somebody who no longer serves (since %(disabled_at)s) can't be put on duty."),
    NoAddress: gettext_noop("They have no mail address by which they could be let in."),
    NotOfStaff: gettext_noop("nobody with the address %(mail)s is staff; `plantao staff list` names them"),
    LacksTheRight: gettext_noop("%(mail)s may not do this: it takes the right %(right)s"),
    AlreadyOver: gettext_noop("Number %(number)s is over by then, or was cancelled: there is nothing left to end."),
    EndsBeforeItBegins: gettext_noop("An entry of the rota can't end (%(until)s) before it begins (%(since)s)."),
    NotInLine: gettext_noop("Nobody of them is on duty for %(role)s then (%(since)s), so there is nothing to give."),
    NoEndInSight: gettext_noop("Their duty for %(role)s has no end in sight: say until when, or end the shift and add another."),
    IsAbsent: gettext_noop("Whoever is to stand in is absent then (absence %(absence)s)."),
    WithThemselves: gettext_noop("It takes two to hand over or to swap."),
}
