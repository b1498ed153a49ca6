"""Being written."""


def create(request, **kwargs):
    raise NotImplementedError


def show(request, **kwargs):
    raise NotImplementedError


def cancel(request, **kwargs):
    raise NotImplementedError


def check(request, **kwargs):
    raise NotImplementedError


def send_again(request, **kwargs):
    raise NotImplementedError


def give_up(request, **kwargs):
    raise NotImplementedError


def repeat(request, **kwargs):
    raise NotImplementedError


def use_pictures(request, **kwargs):
    raise NotImplementedError


def star(request, **kwargs):
    raise NotImplementedError
