"""Being written."""


def show(request, **kwargs):
    raise NotImplementedError


def key(request, **kwargs):
    raise NotImplementedError


def test(request, **kwargs):
    raise NotImplementedError


def default_model(request, **kwargs):
    raise NotImplementedError


def appearance(request, **kwargs):
    raise NotImplementedError
