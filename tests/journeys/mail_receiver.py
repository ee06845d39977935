"""Run as a process: takes mail in on a free port, which it prints, into the database of DATABASE_URL, until it is killed."""

import os
import sys
import threading

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from plantao.channels.email.provider import Provider
    from plantao.channels.email.receiver import receiver

    provider = Provider(name="Rede Ipê NOC", address="noc@redeipe.example")
    receiver(lambda: provider, port=0, on_listening=lambda port: os.write(sys.stdout.fileno(), b"%d\n" % port))(threading.Event())
