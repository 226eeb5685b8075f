"""How long a catalogue's index lives, and who shares it."""

import gc

from clankerbot_engine.catalogue import Catalogue, Project
from clankerbot_engine.parsing import name_index
from clankerbot_engine.parsing.name_index import index_of


def _catalogue(*names: str) -> Catalogue:
    return Catalogue(projects=tuple(Project(name=name, id=name) for name in names))


def test_people_who_see_the_same_share_one_index() -> None:
    ada, ben = _catalogue("Falcon", "Garden"), _catalogue("Falcon", "Garden")
    assert ada is not ben
    assert index_of(ada) is index_of(ben)
    assert index_of(_catalogue("Falcon")) is not index_of(ada)


def test_however_many_catalogues_there_are_each_is_indexed_once() -> None:
    catalogues = [_catalogue(f"Project {n}") for n in range(200)]
    first = [index_of(catalogue) for catalogue in catalogues]
    assert all(index_of(catalogue) is index for catalogue, index in zip(catalogues, first, strict=True))


def test_an_index_goes_with_the_last_catalogue_like_it() -> None:
    ada, ben = _catalogue("Only Here"), _catalogue("Only Here")
    content = hash(ada)
    assert index_of(ada) is index_of(ben)
    del ada
    gc.collect()
    assert content in name_index._of_content
    del ben
    gc.collect()
    assert content not in name_index._of_content
