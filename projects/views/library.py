"""Being written."""


def show(request, **kwargs):
    raise NotImplementedError


def clips(request, **kwargs):
    raise NotImplementedError


def quote(request, **kwargs):
    raise NotImplementedError
