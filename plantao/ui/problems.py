"""What is wrong with a handbook, in the language that is active. Its sentences are written where they are found, in plantao/handbook/."""

from django.utils.translation import gettext

from plantao.handbook.problems import Problem, Sentence


def problem_in_words(problem: Problem) -> str:
    """Return what a problem is, in the reader's language."""
    return problem.sentence.said(gettext) if isinstance(problem.sentence, Sentence) else problem.sentence
