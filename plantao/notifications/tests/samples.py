"""A value for everything that a text may name, as a believable ticket has it."""

from plantao.notifications.text_files import Value

FRAME: dict[str, Value] = {
    "name": "Ana Conceição",
    "protocol": "20261121000042",
    "provider": "Rede Ipê NOC",
    "website": "https://redeipe.example",
    "channels": ("IpêPhone: 0800 555 0126 (ligação gratuita)", "WhatsApp: 0800 555 0126", "IpêDesk: https://desk.redeipe.example"),
}
PLACE: dict[str, Value] = {
    "subject": "Enlace BHZ-0001 fora do ar",
    "department": "Suporte Técnico",
    "item": "Atendimento pontual ou emergencial",
    "service": "BHZ-0001",
    "criticality": "Urgente",
    "means": "Falha importante ou rede degradada, com risco ao serviço ou à redundância.",
    "advice": "Tenha alguém junto ao equipamento.",
    "opened_at": "21 de novembro de 2026 às 14:05 (horário de Brasília, UTC-3)",
    "is_requester": True,
    "is_attended": False,
}
WORDS: dict[str, Value] = {"words": "Trocamos o módulo óptico.\n\nO sinal está em -18 dBm.", "author": "Carla Reis"}
LINKS: dict[str, Value] = {
    "solved_url": "http://localhost:8000/solved/abc/",
    "disagree_url": "http://localhost:8000/disagreement/abc/",
    "disagree_until": "21 de dezembro de 2026 às 23:59 (horário de Brasília, UTC-3)",
}
RESOLUTION: dict[str, Value] = {
    "cause": "equipamento",
    "responsible": "nós",
    "restored_at": "21 de novembro de 2026 às 15:10 (horário de Brasília, UTC-3)",
    "resolved_at": "21 de novembro de 2026 às 15:20 (horário de Brasília, UTC-3)",
}

PROMISES: dict[str, Value] = {
    "promises": ("Primeiro atendimento por uma pessoa: até 21 de novembro de 2026 às 16:05 (horário de Brasília, UTC-3)",),
    "is_attending_promised": True,
}
WAITED_FOR: dict[str, Value] = {
    "question": "O equipamento tem energia?",
    "hold": "Pendente cliente",
    "since": "20 de novembro de 2026 às 14:05 (horário de Brasília, UTC-3)",
}
REMINDER: dict[str, Value] = {**WAITED_FOR, "until": "27 de novembro de 2026 às 18:00 (horário de Brasília, UTC-3)", "ends_at": ""}
MISSED: dict[str, Value] = {"due_at": "21 de novembro de 2026 às 16:05 (horário de Brasília, UTC-3)", "late": "3 h 5 min"}
STEP: dict[str, Value] = {
    "late": "",
    "role": "Coordenador do NOC",
    "due_at": "21 de novembro de 2026 às 16:05 (horário de Brasília, UTC-3)",
    "is_asked": False,
    "vacant": "",
    "ask_url": "",
    "command": "",
}

SAMPLES: dict[str, dict[str, Value]] = {
    "registered": {**PLACE, **PROMISES},
    "introduced": {**PLACE, **PROMISES},
    "disagreement_registered": {**PLACE, "disagreed": "20261119000007"},
    "contacted_again": {"new_protocols": "20261121000050"},
    "call_us": {**PLACE, "by_phone": True, "register_by": "telefone", "ways": ("IpêPhone: 0800 555 0126 (ligação gratuita)",)},
    "not_covered": PLACE,
    "incomplete": {"missing": ("a designação do serviço (Service ID)",), "asked": ("desde quando acontece",)},
    "attended": {},
    "reply": {**WORDS, "is_ours": True, "too_large": ("captura.pcap (42.1 MB)",), "kept": ("foto.jpg (1.2 MB)",)},
    "held": {
        "question": "O equipamento tem energia?\nQual LED está aceso?",
        "hold": "Pendente cliente",
        "is_asked": True,
        "asked_of": "Ana Conceição",
        "ends_at": "",
        "author": "Carla Reis",
        "too_large": ("captura.pcap (42.1 MB)",),
    },
    "passed_to_vendor": {},
    "handed_over": {**WORDS, "to": "Engenharia"},
    "criticality_changed": {**PLACE, **PROMISES, **WORDS, "before": "Controlado"},
    "promised": {"due_at": "21 de novembro de 2026 às 16:00 (horário de Brasília, UTC-3)", "replaced": ""},
    "restored": RESOLUTION,
    "parent_restored": {"restored_at": RESOLUTION["restored_at"]},
    "resolved": {**WORDS, **RESOLUTION, **LINKS},
    "ended_unanswered": {**WAITED_FOR, **RESOLUTION, **LINKS},
    "answered_when_resolved": LINKS,
    "cancelled": WORDS,
    "merged": {"into": "20261121000040"},
    "corrected": {**WORDS, "fact": "normalização do serviço", "before": "15:10", "after": "15:05"},
    "noted": WORDS,
    "called": {**PLACE, **STEP},
    "escalated": STEP,
    "step_offered": {**STEP, "ask_url": "http://localhost:8000/escalation/abc/", "command": "plantao escalation ask 1"},
    "vacant": {**STEP, "vacant": "Coordenador do NOC"},
    "breached": {**PLACE, **MISSED, "clock": "primeiro atendimento"},
    "reminded": {**PLACE, **REMINDER},
    "still_held": {**PLACE, **REMINDER, "ends_at": "28 de novembro de 2026 às 18:00 (horário de Brasília, UTC-3)"},
    "left_unanswered": {**PLACE, **WAITED_FOR, "why": "o serviço ainda não voltou", "late": ""},
    "promise_broken": {**PLACE, **MISSED},
    "chase_due": {
        **PLACE,
        "vendor": "Fabricante Um",
        "reference": "TT-77",
        "contacts": ("suporte: +55 31 5550 1400", "gerente de contas"),
        "passed_at": "20 de novembro de 2026 às 10:00 (horário de Brasília, UTC-3)",
        "forecast": "",
        "late": "",
    },
    "rung": {
        "protocols": "20261121000042, 20261121000043",
        "waiting": ("20261121000042 Urgente, Provedor Aurora: Enlace BHZ-0001 fora do ar",),
        "acknowledge_url": "http://localhost:8000/acknowledgement/abc/",
    },
    "access": {
        "is_first": True,
        "address": "carla@jatoba.example",
        "access_url": "https://noc.example/account/password/new/5-abc-def/",
        "until": "24 de novembro",
    },
    "rota_gap": {"role": "Coordenador do NOC", "since": "21 de novembro", "until": "22 de novembro"},
}
