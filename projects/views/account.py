"""Being written."""


def first_run(request, **kwargs):
    raise NotImplementedError


from django.views import View


class SignIn(View):
    pass


from django.views import View


class SignOut(View):
    pass
