"""Search the project's clips by words, for the library and for whoever chooses one."""

from django.db.models import Q

from projects.models import Generation, Note, Person, Project, Prompt, State
from projects.models.states import MOVING
from studio.text import fold

PAGE = 30
MAX_WORDS = 12


def find_clips(project: Project, query: str, before: str = "") -> tuple[list[Generation], int | None]:
    """Return a page of completed or moving clips, newest first, and the number where the next page starts.

    before: only lower numbers.
    """
    rows = project.generations.not_deleted().filter(state__in=(State.COMPLETED, *MOVING))
    rows = rows.filter(*match_words(query, project))
    if before.isdecimal() and len(before) < 10:
        rows = rows.filter(number__lt=before)
    generations = list(rows.select_related("prompt").order_by("-number")[: PAGE + 1])
    return generations[:PAGE], generations[PAGE - 1].number if len(generations) > PAGE else None


def match_words(query: str, project: Project, *, of_few: bool = False) -> list[Q]:
    """Require each word in the prompt, the camera move, the person's name, a tag or a note about the clip.

    "12" is also clip 12, and "#12" only that. of_few: few clips are searched, not all of the project: then
    their prompts are read, else all prompts are searched once.
    """
    return [match_word(word, project, of_few) for word in fold(query).split()[:MAX_WORDS]]


def match_word(word: str, project: Project, of_few: bool) -> Q:
    number = word.removeprefix("#")
    is_number = number.isdecimal() and len(number) < 10
    if is_number and number != word:
        return Q(number=number)
    prompt, person = Q(prompt__search_text__contains=word), Q(created_by__search_name__contains=word)
    if not of_few:
        prompt = Q(prompt__in=Prompt.objects.filter(search_text__contains=word))
        person = Q(created_by__in=Person.objects.filter(search_name__contains=word))
    notes = Note.objects.filter(review__project=project, removed_at=None, search_text__contains=word)
    return (
        Q(number=number if is_number else None)
        | prompt
        | person
        | Q(pk__in=tagged(project).filter(tag__key__contains=word).values("generation_id"))
        | Q(pk__in=notes.filter(take__isnull=False).values("take_id"))
        | Q(pk__in=notes.filter(review__generation__isnull=False).values("review__generation_id"))
    )


def tagged(project: Project):
    return Generation.tags.through.objects.filter(tag__project=project)
