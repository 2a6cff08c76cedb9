"""The rules of occultation: passages united, what stands in their stead, what is left, who may read again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.domain import occulter
from mvl_desktop.domain.occulter import Passage, Retrait

BLOCS = ("titre\tCompte rendu fictif", "texte\tMme Alix Modèle a parlé. Camille Fictif, non.", "ligne\tAin\t3\t12")


def mark(motifs: tuple[str, ...]) -> str:
    return f"[{','.join(motifs)}]"


def test_passages_that_meet_are_one_with_each_reason_once() -> None:
    touching = [Passage(1, 4, 8, "vie_privee"), Passage(1, 9, 15, "vie_privee"), Passage(1, 12, 15, "secret_medical")]
    assert occulter.united(BLOCS, touching) == (Retrait(1, 4, 15, ("vie_privee", "secret_medical")),)
    assert (
        occulter.remade(BLOCS, touching, mark)[1]
        == "texte\tMme [vie_privee,secret_medical] a parlé. Camille Fictif, non."
    )


def test_what_stands_in_the_stead_is_as_long_whatever_was_there() -> None:
    short, long = Passage(1, 4, 8, "autre"), Passage(1, 0, 23, "autre")
    for each in (short, long):
        assert occulter.remade(BLOCS, [each], mark)[1].count("[autre]") == 1


def test_what_is_out_of_its_block_takes_nothing_else() -> None:
    wild = [Passage(9, 0, 4, "x"), Passage(0, 900, 999, "x"), Passage(0, 5, 2, "x"), Passage(-1, 0, 3, "x")]
    assert occulter.remade(BLOCS, wild, mark) == BLOCS


def test_a_letter_goes_with_its_accents() -> None:
    blocs = ("texte\tx\u0323\u0301y",)
    assert occulter.remade(blocs, [Passage(0, 0, 1, "m")], mark) == ("texte\t[m]y",)
    assert occulter.remade(blocs, [Passage(0, 2, 3, "m")], mark) == ("texte\t[m]y",)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_character_of_a_removed_passage_survives(data: st.DataObject) -> None:
    """Each character of the document is of its own: what is taken out can be told from all that is left."""
    sizes = data.draw(st.lists(st.integers(1, 30), min_size=1, max_size=4))
    signs = iter(chr(0x4E00 + number) for number in range(200))
    blocs = tuple(occulter.block("texte", "".join(next(signs) for _each in range(size))) for size in sizes)
    places = st.builds(
        Passage, st.integers(-1, 5), st.integers(-3, 35), st.integers(-3, 35), st.sampled_from(["a", "b"])
    )
    passages = data.draw(st.lists(places, max_size=6))
    left = "".join(occulter.remade(blocs, passages, mark))
    held = occulter.texts(blocs)
    gone = {
        held[each.bloc][place]
        for each in passages
        if 0 <= each.bloc < len(held)
        for place in range(max(0, each.debut), min(each.fin, len(held[each.bloc])))
    }
    assert not gone & set(left)
    assert {sign for text in held for sign in text} - gone == set(left) - set("texte\t[]ab,")
    assert gone == set("".join(occulter.removed(blocs, passages)))


def test_what_was_taken_out_once_and_stands_elsewhere_is_told() -> None:
    blocs = ("texte\tMme Alix Modèle appelle le 0199000001.", "texte\tcourriel : alix.MODELE@exemple.invalid")
    taken = [Passage(0, 0, 15, "vie_privee"), Passage(0, 27, 37, "vie_privee")]
    assert occulter.removed(blocs, taken) == ("Mme Alix Modèle", "0199000001")
    assert occulter.still_legible(blocs, taken) == (("Alix", 1), ("Modèle", 1))
    everywhere = [*taken, Passage(1, 11, 39, "vie_privee")]
    assert occulter.still_legible(blocs, everywhere) == ()


def test_all_the_occurrences_are_found_whatever_their_accents() -> None:
    blocs = ("texte\tModèle, MODELE, modèles", "puce\tAlix\u00a0Modèle")
    assert occulter.occurrences(blocs, "modele") == ((0, 0, 6), (0, 8, 14), (1, 5, 11))
    assert occulter.occurrences(blocs, "alix modele") == ((1, 0, 11),)
    assert occulter.occurrences(blocs, "  ") == ()


def test_words_and_sentences_are_found_where_the_cursor_is() -> None:
    text = occulter.texts(BLOCS)[1]
    start, end = occulter.word_at(text, 10)
    assert text[start:end] == "Modèle"
    start, end = occulter.sentence_at(text, 30)
    assert text[start:end] == "Camille Fictif, non."
    start, end = occulter.sentence_at(text, 2)
    assert text[start:end] == "Mme Alix Modèle a parlé."
    assert occulter.word_at("  ", 1) == (1, 1)


def test_another_passage_makes_another_reading() -> None:
    one = [Passage(1, 4, 8, "vie_privee")]
    read = occulter.reread(BLOCS, one)
    assert occulter.reread(BLOCS, [*one, *one]) == read
    assert occulter.reread(BLOCS, [Passage(1, 4, 9, "vie_privee")]) != read
    assert occulter.reread(BLOCS, [Passage(1, 4, 8, "autre")]) != read
    assert occulter.reread(BLOCS, []) != read


def test_the_second_person_is_another_one_at_another_post() -> None:
    preparers = {("poste-a", "Alix"), ("poste-b", "Élodie")}
    assert occulter.is_other(("poste-c", "Camille"), preparers)
    assert not occulter.is_other(("poste-a", "Camille"), preparers), "the same post"
    assert not occulter.is_other(("poste-c", "elodie"), preparers), "the same person"


def test_a_handed_copy_may_be_handed_again_and_a_refused_one_is_closed() -> None:
    assert occulter.moves({}) == occulter.moves({"etat": "en_preparation"})
    assert occulter.moves({"etat": "remise"}) == (occulter.REMETTRE,)
    assert occulter.moves({"etat": "refusee"}) == ()
