"""In which of the desk's languages a text is written, by its commonest small words."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_OWN_WORDS = {
    "pt-br": "não está estão nosso nossa você vocês com um uma em da do das dos ao às pela pelo são também já obrigado obrigada",
    "es": "no está están nuestro nuestra usted ustedes con un una en del al los las por el y hay también ya gracias pero",
    "en": "the is are our you your with and of to for in on at it this that not have has please thanks",
}
_LANGUAGES_OF = {
    word: [language for language, words in _OWN_WORDS.items() if word in words.split()]
    for words in _OWN_WORDS.values()
    for word in words.split()
}
LEAST_WORDS = 3


def language_of(text: str) -> str:
    """Return pt-br, es or en, whichever has more of its own small words in the first 2,000 characters; "" where it is not clear."""
    counts = dict.fromkeys(_OWN_WORDS, 0)
    for word in _WORD.findall(text[:2_000].casefold()):
        languages = _LANGUAGES_OF.get(word, [])
        if len(languages) == 1:
            counts[languages[0]] += 1
    first, second = sorted(counts, key=lambda language: -counts[language])[:2]
    return first if counts[first] >= LEAST_WORDS and counts[first] > counts[second] else ""
