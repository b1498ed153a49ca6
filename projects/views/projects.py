"""Being written."""


def index(request, **kwargs):
    raise NotImplementedError


def edit(request, **kwargs):
    raise NotImplementedError
