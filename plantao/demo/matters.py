"""What the customers of the demonstration write about, in their languages, and how it ends. Plain words, no database."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("pt-br", "es", "en")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matter:
    """
    One thing that goes wrong. `subject`, `text` and `done` are by language, with `{service}` for the Service ID.

    `rank` says how grave it is: 0 for the gravest criticality of the handbook, 3 for the least. `cause` and `responsible`
    are keys that the handbook may have, `item` one of its catalogue, `job` whose work it is. `hours` is about how long it
    takes until it works again, `breaks` whether anything is broken at all.
    """

    key: str
    rank: int
    cause: str
    responsible: str
    hours: float
    subject: Mapping[str, str]
    text: Mapping[str, str]
    done: Mapping[str, str]
    item: str = ""
    job: str = "analyst"
    breaks: bool = True


def _said(pt_br: str, es: str, en: str) -> Mapping[str, str]:
    return dict(zip(LANGUAGES, (pt_br, es, en), strict=True))


FIBER_CUT = Matter(
    key="fiber_cut", rank=0, cause="fiber_cut", responsible="force_majeure", hours=2.1,
    subject=_said("{service} fora do ar", "{service} caído", "{service} is down"),
    text=_said(
        "Boa tarde, perdemos o link {service} por completo. A porta está sem luz e nossos clientes estão parados.",
        "Buenas, perdimos el enlace {service} por completo. El puerto está sin luz y nuestros clientes están parados.",
        "Hello, {service} is completely down. No light on the port and our subscribers are offline.",
    ),
    done=_said("Cabo rompido, emenda feita.", "Cable cortado, empalme hecho.", "The cable was cut and has been spliced."),
)  # fmt: skip
POWER = Matter(
    key="power", rank=1, cause="power", responsible="power_utility", hours=1.1,
    subject=_said("Sem energia no POP, {service}", "Sin energía en el POP, {service}", "POP without power, {service}"),
    text=_said(
        "Caiu a energia com a chuva, o {service} não voltou. A bateria do lado de vocês acabou?",
        "Se cortó la luz con la tormenta y {service} no volvió. ¿Se agotó la batería de su lado?",
        "The storm took the power out and {service} has not come back. Did your batteries run dry?",
    ),
    done=_said(
        "Energia de volta, banco de baterias trocado.",
        "Volvió la energía, se cambiaron las baterías.",
        "Power is back, batteries replaced.",
    ),
)  # fmt: skip
BGP = Matter(
    key="bgp", rank=1, cause="configuration", responsible="us", hours=0.8,
    subject=_said("Sessão BGP oscilando no {service}", "Sesión BGP inestable en {service}", "BGP session flapping on {service}"),
    text=_said(
        "A sessão BGP do {service} cai a cada dez minutos desde ontem à noite. Anexo não tem, mas o log mostra hold timer expired.",
        "La sesión BGP de {service} se cae cada diez minutos desde anoche. El log muestra hold timer expired.",
        "The BGP session on {service} drops every ten minutes since last night; the log says hold timer expired.",
    ),
    done=_said(
        "Ajustamos os timers e o MTU da sessão.",
        "Ajustamos los timers y el MTU de la sesión.",
        "We put timers and MTU of the session right.",
    ),
)  # fmt: skip
LOSS = Matter(
    key="loss", rank=1, cause="equipment", responsible="vendor", hours=0.9,
    subject=_said("Perda de pacotes no {service}", "Pérdida de paquetes en {service}", "Packet loss on {service}"),
    text=_said(
        "Temos 4% de perda no {service} nos horários de pico. O mtr mostra a perda já no primeiro salto de vocês.",
        "Tenemos 4% de pérdida en {service} en hora pico. El mtr la muestra ya en el primer salto de ustedes.",
        "We see 4% loss on {service} at peak hours. The mtr shows it on your first hop.",
    ),
    done=_said("Placa trocada pelo fabricante.", "El fabricante cambió la placa.", "The vendor replaced the line card."),
)  # fmt: skip
CAPACITY = Matter(
    key="capacity", rank=2, cause="capacity", responsible="us", hours=14,
    subject=_said("Lentidão à noite, {service}", "Lentitud por la noche, {service}", "Slow in the evening, {service}"),
    text=_said(
        "Alguns assinantes reclamam de vídeo travando depois das 20h no {service}. De dia está normal.",
        "Algunos abonados se quejan de videos que se cortan después de las 20 en {service}. De día anda bien.",
        "Some subscribers complain of stalling video after 8 pm on {service}. Daytime is fine.",
    ),
    done=_said(
        "Balanceamos o tráfego entre as portas.",
        "Balanceamos el tráfico entre los puertos.",
        "We balanced the traffic between ports.",
    ),
)  # fmt: skip
OPTICS = Matter(
    key="optics", rank=2, cause="equipment", responsible="us", hours=11,
    subject=_said("Potência baixa no {service}", "Potencia baja en {service}", "Low optical power on {service}"),
    text=_said(
        "O nível de recepção do {service} caiu 3 dB esta semana. Ainda está de pé, mas preocupa.",
        "El nivel de recepción de {service} bajó 3 dB esta semana. Sigue arriba, pero preocupa.",
        "Receive level on {service} fell by 3 dB this week. Still up, but it worries us.",
    ),
    done=_said("Conector limpo e cordão trocado.", "Conector limpio y patchcord cambiado.", "Connector cleaned, patch cord replaced."),
)  # fmt: skip
QUESTION = Matter(
    key="question", rank=3, item="question", cause="information_given", responsible="no_fault_found", hours=5,
    breaks=False,
    subject=_said("Dúvida sobre bloco IPv6", "Consulta sobre bloque IPv6", "Question about our IPv6 block"),
    text=_said(
        "Bom dia, como pedimos a delegação reversa do nosso bloco IPv6? É por aqui mesmo?",
        "Buen día, ¿cómo pedimos la delegación inversa de nuestro bloque IPv6? ¿Es por acá?",
        "Good morning, how do we ask for reverse delegation of our IPv6 block? Is this the right place?",
    ),
    done=_said("Explicamos o procedimento.", "Explicamos el procedimiento.", "We explained how it is done."),
)  # fmt: skip
INVOICE = Matter(
    key="invoice", rank=3, item="invoice_copy", cause="information_given", responsible="no_fault_found", hours=3,
    breaks=False, job="finance",
    subject=_said("2ª via do boleto", "Copia de la factura", "Copy of an invoice"),
    text=_said(
        "Não recebemos o boleto deste mês. Podem mandar a segunda via?",
        "No recibimos la factura de este mes. ¿Pueden enviarla de nuevo?",
        "We have not received this month's invoice. Could you send it again?",
    ),
    done=_said("Segunda via enviada.", "Se envió la copia.", "The copy was sent."),
)  # fmt: skip

VLAN = Matter(
    key="vlan", rank=2, item="config_fix", cause="configuration", responsible="us", hours=4,
    breaks=False, job="engineer",
    subject=_said("Liberar VLAN no {service}", "Habilitar VLAN en {service}", "Please allow a VLAN on {service}"),
    text=_said(
        "Precisamos da VLAN 220 liberada no {service} para um cliente novo. Pode ser ainda hoje?",
        "Necesitamos la VLAN 220 habilitada en {service} para un cliente nuevo. ¿Puede ser hoy?",
        "We need VLAN 220 allowed on {service} for a new subscriber. Could it be today?",
    ),
    done=_said("VLAN liberada e testada.", "VLAN habilitada y probada.", "The VLAN is allowed and was tested."),
)  # fmt: skip
UPGRADE = Matter(
    key="upgrade", rank=3, item="plan_change", cause="information_given", responsible="no_fault_found", hours=7,
    breaks=False, job="sales",
    subject=_said("Aumento de banda no {service}", "Más ancho de banda en {service}", "More bandwidth on {service}"),
    text=_said(
        "Queremos passar o {service} para o dobro da banda. Quanto fica e qual o prazo?",
        "Queremos duplicar el ancho de banda de {service}. ¿Cuánto cuesta y en qué plazo?",
        "We would like to double the bandwidth of {service}. What does it cost and how long does it take?",
    ),
    done=_said("Proposta enviada e aceita.", "Propuesta enviada y aceptada.", "The offer was sent and accepted."),
)  # fmt: skip

EVERYDAY: Mapping[Matter, int] = {
    FIBER_CUT: 4,
    POWER: 4,
    BGP: 16,
    LOSS: 9,
    CAPACITY: 17,
    OPTICS: 13,
    VLAN: 10,
    QUESTION: 13,
    INVOICE: 9,
    UPGRADE: 5,
}
"""What comes on any day, and how often beside each other."""

ATTENDED = _said(
    "Recebemos e já estamos analisando. Voltamos com notícia em breve.",
    "Lo recibimos y ya lo estamos analizando. Pronto le damos novedades.",
    "We have it and are looking into it. We will be back with news shortly.",
)
PROGRESS = _said("Seguimos trabalhando no caso.", "Seguimos trabajando en el caso.", "We are still working on it.")
ASKED = _said(
    "Podem reiniciar o equipamento e dizer se a luz PON acende?",
    "¿Pueden reiniciar el equipo y decir si enciende la luz PON?",
    "Could you restart the equipment and say whether the PON light comes on?",
)
ANSWERED = _said("Reiniciamos, a luz segue apagada.", "Reiniciamos, la luz sigue apagada.", "Restarted; the light stays off.")
AROUND = _said(
    "Desviamos o tráfego: o serviço voltou. Seguimos com o fabricante até a troca.",
    "Desviamos el tráfico: el servicio volvió. Seguimos con el fabricante hasta el cambio.",
    "We took the traffic around it: the service is back. We stay on it with the vendor until the part is replaced.",
)
PASSED = _said("O caso está com o fabricante.", "El caso está con el fabricante.", "The case is with the vendor.")
THANKS = _said("Obrigado, voltou.", "Gracias, volvió.", "Thanks, it is back.")
DISAGREES = _said(
    "Não concordo: o problema voltou igual.", "No estoy de acuerdo: el problema volvió igual.", "I disagree: it is just as it was."
)
UNWANTED = _said("O cliente não precisa mais.", "El cliente ya no lo necesita.", "The customer no longer needs it.")
