"""Being written."""


def index(request, **kwargs):
    raise NotImplementedError


def well(request, **kwargs):
    raise NotImplementedError
