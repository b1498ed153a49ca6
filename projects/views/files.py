"""Being written."""


def clip(request, **kwargs):
    raise NotImplementedError


def image(request, **kwargs):
    raise NotImplementedError


def keyframe(request, **kwargs):
    raise NotImplementedError
