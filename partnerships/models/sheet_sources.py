"""The articles that a row names which somebody filled by hand: by address or headline, with outlet and day."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article, Outlet, Passage
from records import dates
from records.sheet_names import SheetNames
from records.sheets import Texts

from .sheet_words import addresses, items

LONGEST_TITLE = 300
_PARTS = ("title", "published", "outlet")


class Sources:
    """The articles of a sheet; those of the register are asked for once, for all its `rows`."""

    def __init__(self, rows: Sequence[Texts], names: SheetNames) -> None:
        self.names = names
        urls = {_whole(url) for texts in rows for url in addresses(texts.get("articles.url", ""))}
        self.by_url = (
            dict(Article.objects.filter(url__in=urls).order_by("-pk").values_list("url", "slug")) if urls else {}
        )
        names.look_up(Article, (title for texts in rows for title in _titles(texts)))
        names.look_up(Outlet, (outlet for texts in rows for outlet in items(texts.get("articles.outlet", ""))))
        titles = (slug for texts in rows for title in _titles(texts) for slug in names.found(Article, title))
        slugs = {*self.by_url.values(), *titles}
        passages = Passage.objects.filter(kind="headline", article__slug__in=slugs) if slugs else Passage.objects.none()
        self.with_headline = {*passages.values_list("article__slug", flat=True)}

    def of(self, texts: Texts, agreement: str) -> list[str]:
        """The slugs of the articles that the row of `agreement` names; drafts of those that the register has not."""
        urls = addresses(texts.get("articles.url", ""))
        said = {part: items(texts.get(f"articles.{part}", "")) for part in _PARTS}
        number = len(urls) or bool(said["title"])
        if not number:
            if texts.get("articles.url") or any(said.values()):
                self.names.note(
                    _("An article is known by its headline or address: outlet and day alone are left aside.")
                )
            return []
        # What is not said of each is said of the first.
        each = {part: texts if len(texts) == number else ["; ".join(texts)] for part, texts in said.items()}
        found = []
        for at in range(number):
            own = {part: texts[at] if at < len(texts) else "" for part, texts in each.items()}
            found.append(self._article(urls[at] if urls else "", agreement, own))
        return found

    def headline(self, article: str, agreement: str) -> str:
        """The passage that tells of `agreement`: the headline, drafted where there is none."""
        if article not in self.with_headline:
            self.with_headline.add(article)
            self.names.draft(Passage, article, article=article, kind="headline", number="0", gist=agreement)
        return f"{article}#headline"

    def _article(self, typed: str, agreement: str, said: dict[str, str]) -> str:
        if (url := _whole(typed)) in self.by_url:
            return str(self.by_url[url])
        known = self.names.found(Article, said["title"])
        return known[0] if known else self._new(typed, url, agreement, said)

    def _new(self, typed: str, url: str, agreement: str, said: dict[str, str]) -> str:
        doubts = [_("“%(text)s” was read as %(read)s.") % {"text": typed, "read": url}] if typed != url else []
        if (outlet := said["outlet"]) and not self.names.found(Outlet, outlet):
            said["outlet"], _new = self.names.draft(Outlet, outlet, name=outlet)
        called = said["title"] or f"Bài về {agreement}"[:LONGEST_TITLE]
        said |= {"title": called, "title_is_ours": "false" if said["title"] else "true"}
        said["published"] = _published(said["published"])
        slug, _new = self.names.draft(Article, called, url, doubts, url=url, **said)
        return slug


def _titles(texts: Texts) -> list[str]:
    said = items(texts.get("articles.title", ""))
    return [*said, "; ".join(said)] if len(said) > 1 else said


def _whole(url: str) -> str:
    return url if not url or "://" in url else f"https://{url}"


def _published(text: str) -> str:
    """The day; nothing where people say that they do not know it."""
    try:
        return dates.read(text)
    except ValidationError as error:
        return "" if error.code == "unknown" else text
