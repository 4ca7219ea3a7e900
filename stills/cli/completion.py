"""`stills completion`: prints the script with which a shell completes the command."""

import argparse

import shtab


def run(arguments: argparse.Namespace) -> int:
    from stills.cli.main import make_parser

    print(shtab.complete(make_parser(arguments.commands), arguments.shell))
    return 0
