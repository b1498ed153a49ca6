"""Coming in, members, and one's own page."""

from django.urls import path

from projects.accounts.views import avatars, members, password_reset, profile, sign_in, two_factor

project_urls = [
    path("people/", members.index, name="people"),
    path("people/<int:member>/role/", members.role, name="member-role"),
    path("people/<int:member>/removal/", members.remove, name="member-removal"),
    path("people/invitations/<uuid:id>/revocation/", members.revoke, name="invitation-revocation"),
]

urlpatterns = [
    path("first-run/", sign_in.first_run, name="first-run"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/second-step/", two_factor.ask, name="second-step"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("forgotten/", password_reset.ask, name="forgotten"),
    path("reset/<str:uidb64>/<str:token>/", password_reset.Reset.as_view(), name="reset"),
    path("portraits/<uuid:id>.webp", avatars.show, name="portrait"),
    path("you/", profile.show, name="you"),
    path("you/name/", profile.name, name="your-name"),
    path("you/portrait/", profile.avatar, name="your-portrait"),
    path("you/telling/", profile.notification_settings, name="your-telling"),
    path("you/sessions/", profile.end_sessions, name="your-sessions"),
    path("you/second-step/", two_factor.set_up, name="your-second-step"),
    path("you/second-step/end/", two_factor.turn_off, name="your-second-step-end"),
    path("you/password/", profile.password, name="your-password"),
    path("join/", members.invited, name="invited"),
    path("join/<str:token>/", members.join, name="join"),
]
