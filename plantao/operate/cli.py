"""The `plantao` command: finds the sub-command and starts it. Each sub-command is a module of its own, imported when it is called."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from config import env
from config.env import Misconfigured
from plantao.operate.trouble import Trouble
from plantao.rules.refused import Refused

# name -> (module under plantao.operate, what it does). A module has `configure(parser)` and `run(options) -> int`.
COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("up", "run Plantão on this machine: database, web, worker, mail"),
    "migrate": ("migrate", "make or renew the database's roles and tables"),
    "backup": ("backup", "write the whole database into a file, while the desk goes on"),
    "restore": ("restore", "put a backup into an empty database, and go on from there"),
    "web": ("web", "answer browsers and machines"),
    "status": ("status", "say what runs, what waits and what was given up"),
    "check": ("check", "look at everything that was set up, and say what is wrong"),
    "work": ("work", "run what is due: timers, tasks, messages in and out"),
    "mail-server": ("mail_server", "take mail in: SMTP, LMTP and the mailbox that is fetched from"),
    "handbook": ("handbook", "check a customer handbook, put it in force, show it, or print the schema for editors"),
    "ticket": ("ticket", "open, treat, list and show tickets"),
    "customer": ("customer", "take customers in, with their mail domains, contacts, services and plans"),
    "staff": ("staff", "take staff in, and say what each may do"),
    "calendar": ("calendar", "list the days that differ from their weekday, set and clear them"),
    "duty": ("duty", "say who holds a role at any instant, and keep the duty rota"),
    "escalation": ("escalation", "say what rings and whom, acknowledge it, ask for a step that is offered"),
    "mail": ("mail", "read mails in files, let them arrive, see what was kept or could not be worked on"),
    "rerate": ("rerate", "move open tickets to newer versions of the handbook and the calendars"),
    "demo": ("demo", "load the demonstration into an empty installation, and say who may sign in"),
    "simulate": ("simulate", "run an invented provider's month on an empty installation"),
    "explain": ("explain", "say what a handbook's clocks and ladder make of a case, without a database"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused or wrong input, 2 typed wrong."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="plantao", description="The support desk that runs a provider's customer handbook.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in arguments if not word.startswith("-")), None)
    for name, (module, purpose) in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=purpose, description=purpose)
        if name == wanted:
            command = import_module(f"plantao.operate.{module}")
            command.configure(subparser)
            subparser.set_defaults(run=command.run)
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that can't write a letter gets its number
        sys.stdout.reconfigure(errors="backslashreplace")
    options = parser.parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except (Trouble, Misconfigured) as trouble:
        print(f"plantao: {trouble}", file=sys.stderr)
    except Refused as refused:
        print(f"plantao: {_in_words(refused)}", file=sys.stderr)
    except _database_trouble() as trouble:
        print(f"plantao: {_unusable(trouble)}", file=sys.stderr)
    except _too_much() as error:
        print(f"plantao: something that was typed can't be kept: {str(error).splitlines()[0]}", file=sys.stderr)
    except KeyboardInterrupt:
        print("plantao: stopped", file=sys.stderr)
    except UnicodeEncodeError:
        if all(_is_text(word) for word in arguments):
            raise
        print("plantao: what was typed is no UTF-8; let the terminal write that", file=sys.stderr)
    except BrokenPipeError:  # whoever reads the output, `head` for one, has enough
        _print_no_more()
    except OSError as error:
        print(f"plantao: {error.filename or 'what is printed'}: {error.strerror or error}", file=sys.stderr)
        _print_no_more()
    return 1


def _is_text(word: str) -> bool:
    """Return whether the bytes that were typed are UTF-8: Python keeps others as halves of surrogates."""
    return not any("\udc80" <= character <= "\udcff" for character in word)


def _database_trouble() -> tuple[type[Exception], ...]:
    """Return what is raised where the database goes away under a command; nothing where none was opened."""
    if "django.db" not in sys.modules:
        return ()
    from django.db import InterfaceError, OperationalError

    return OperationalError, InterfaceError


def _too_much() -> tuple[type[Exception], ...]:
    """Return what is raised where a column can't take a value; nothing where no database was opened."""
    if "django.db" not in sys.modules:
        return ()
    from django.db import DataError

    return (DataError,)


def _print_no_more() -> None:
    """Let what is still to be written go nowhere, so that Python doesn't try again at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unusable(trouble: Exception) -> Trouble:
    from plantao.operate import database

    return database.unusable(env.database_url() or "", trouble)


def _in_words(refused: Refused) -> str:
    """Return the sentence of a refusal, in the language of the operator's terminal; it takes rooms that are open."""
    from django.utils.translation import override

    from plantao.operate.terminal import language
    from plantao.ui.refusals import sentence_of

    with override(language()):
        return sentence_of(refused)


if __name__ == "__main__":
    sys.exit(main())
