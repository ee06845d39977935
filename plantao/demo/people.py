"""The names of the demonstration: its customers and their people, its staff. All invented; addresses end in `.example`. Plain data."""

from collections.abc import Sequence
from dataclasses import dataclass

from plantao.staff.permissions import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A customer: `mail` is its domain, `code` begins its Service IDs, `phone` its numbers, all but the last three digits (fictional)."""

    name: str
    country: str
    language: str
    mail: str
    code: str
    phone: str
    people: Sequence[str]


def _br(name: str, mail: str, code: str, area: int, *people: str) -> Company:
    return Company(name=name, country="BR", language="pt-br", mail=f"{mail}.example", code=code, phone=f"+55{area}55550", people=people)


CUSTOMERS: Sequence[Company] = (
    _br("Fibra Tamanduá", "fibratamandua", "TMD", 31, "Ana Souza", "Bruno Prado"),
    _br("Serra do Curió Telecom", "serradocurio", "CUR", 61, "Cíntia Moraes", "Davi Rocha"),
    _br("Rede Umbuzeiro", "redeumbuzeiro", "UMB", 83, "Elisa Nunes", "Fábio Teles"),
    _br("Caatinga Velha Conexões", "caatingavelha", "CTV", 74, "Gustavo Lins"),
    _br("Coxilha Fria Internet", "coxilhafria", "CXF", 54, "Helena Weber", "Igor Machado"),
    _br("Maré do Mangue Net", "maredomangue", "MDM", 81, "Joana Vieira"),
    _br("Ribeirão do Ouriço Provedor", "ribeiraodourico", "RDO", 16, "Kaio Mendes", "Lívia Campos"),
    Company(
        name="Fibra del Ñandubay", country="AR", language="es", mail="fibranandubay.example", code="NDB", phone="+541155550",
        people=("Martina Sosa", "Nicolás Vera"),
    ),
    Company(
        name="Red Quillay Austral", country="CL", language="es", mail="redquillay.example", code="QLY", phone="+56225550",
        people=("Olivia Rojas",),
    ),
    Company(
        name="Qantuta Andina Enlaces", country="PE", language="es", mail="qantuta.example", code="QTT", phone="+5115550",
        people=("Pablo Quispe", "Rosa Salas"),
    ),
    Company(
        name="Palmetto Hollow Networks", country="US", language="en", mail="palmettohollow.example", code="PHN", phone="+12025550",
        people=("Sam Carter",),
    ),
    Company(
        name="Harbor Wren Internet", country="US", language="en", mail="harborwren.example", code="HWI", phone="+13035550",
        people=("Tess Monroe", "Vic Hale"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """
    A member of staff. `job` says what they are here; `level` is which of the handbook's levels they work at (0 the first,
    -1 the last, None none), `department` theirs, `step` whose rota of the ladder's roles they are in: 0 the first that is told.
    """

    name: str
    job: str
    right: Right = Right.AGENT
    level: int | None = None
    department: str = ""
    step: int | None = None


STAFF_DOMAIN = "jatoba.example"
STAFF: Sequence[Post] = (
    Post(name="Clara Reis", job="coordinator", right=Right.COORDINATOR, level=0, step=0),
    Post(name="Otávio Lemos", job="coordinator", right=Right.COORDINATOR, level=0, step=0),
    Post(name="Diego Farias", job="analyst", level=0, department="support"),
    Post(name="Estela Brum", job="analyst", level=0, department="support"),
    Post(name="Felipe Arraes", job="analyst", level=0, department="support"),
    Post(name="Gabriela Luz", job="analyst", level=0, department="support"),
    Post(name="Heitor Pinho", job="engineer", level=-1, department="support"),
    Post(name="Iara Caldas", job="engineer", level=-1, department="support"),
    Post(name="Jonas Meira", job="manager", right=Right.COORDINATOR, step=1),
    Post(name="Lúcia Prates", job="director", right=Right.COORDINATOR, step=2),
    Post(name="Marina Góes", job="finance", department="finance"),
    Post(name="Nilo Tavares", job="sales", department="sales"),
    Post(name="Paula Xavier", job="administrator", right=Right.ADMINISTRATOR),
)


def mail_of(name: str, domain: str) -> str:
    """Return the address of somebody, as companies make them: first.last@domain."""
    plain = name.casefold().translate(str.maketrans("áâãçéêíóôõúàüñ", "aaaceeiooouaun"))
    return f"{plain.replace(' ', '.')}@{domain}"
