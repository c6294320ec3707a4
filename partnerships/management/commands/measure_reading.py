from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from partnerships.reading.measuring import KINDS, Tally, measure, texts_in, without_own
from partnerships.reading.names import Names
from records.terminal import TerminalCommand

_ROW = "{:<34} {:<10} {:>9} {:>12} {:>16}"


class Command(TerminalCommand):
    help = "Hold what the reader proposes against what is right of the texts in a directory (NAME.txt, NAME.json)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        texts = [*texts_in(directory)]
        if not texts:
            raise CommandError(_("No text of which the right answer is known: NAME.txt beside NAME.json."))
        for only_lists, said in (
            (True, _("Known: areas, topics and outlets only")),
            (False, _("Known: all of the register but the article’s own records")),
        ):
            self.stdout.write(f"\n{said}")
            self.stdout.write(_ROW.format(_("article"), _("kind"), _("found"), _("right"), _("right if sure")))
            whole: dict[str, Tally] = defaultdict(Tally)
            for name, article, right in texts:
                names = Names(only_lists=only_lists, without=without_own(right))
                for kind, tally in measure(article, right, names).items():
                    self.say(name, kind, tally)
                    whole[kind].add(tally)
            for kind in KINDS:
                self.say(_("all"), kind, whole[kind])

    def say(self, name: str, kind: str, tally: Tally) -> None:
        shares = ((tally.found, tally.asked), (tally.right, tally.proposed), (tally.sure_right, tally.sure))
        told = [f"{part}/{of} {round(100 * part / of)}%" if of else "–" for part, of in shares]
        if any(of for _part, of in shares):
            self.stdout.write(_ROW.format(name[:34], kind, *told))
