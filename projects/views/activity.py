"""Being written."""


def show(request, **kwargs):
    raise NotImplementedError
