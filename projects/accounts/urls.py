"""URLs for signing in, members, and a person's own profile."""

from django.urls import path

from projects.accounts.views import avatars, join, members, password_reset, profile, sign_in, two_factor

project_urls = [
    path("members/", members.index, name="members"),
    path("members/<int:member>/role/", members.role, name="member-role"),
    path("members/<int:member>/removal/", members.remove, name="member-removal"),
    path("members/invitations/<uuid:id>/revocation/", members.revoke, name="invitation-revocation"),
]

urlpatterns = [
    path("first-run/", sign_in.first_run, name="first-run"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/two-factor/", two_factor.ask, name="two-factor"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("password-reset/", password_reset.ask, name="password-reset"),
    path(
        "password-reset/<str:uidb64>/<str:token>/", password_reset.NewPassword.as_view(), name="new-password"
    ),
    path("avatars/<uuid:id>.webp", avatars.show, name="avatar"),
    path("profile/", profile.show, name="profile"),
    path("profile/name/", profile.name, name="profile-name"),
    path("profile/avatar/", profile.avatar, name="profile-avatar"),
    path("profile/notifications/", profile.notification_settings, name="notification-settings"),
    path("profile/sessions/", profile.end_sessions, name="profile-sessions"),
    path("profile/two-factor/", two_factor.set_up, name="two-factor-setup"),
    path("profile/two-factor/end/", two_factor.turn_off, name="two-factor-removal"),
    path("profile/password/", profile.password, name="profile-password"),
    path("join/", join.join, name="invited"),
    path("join/<str:token>/", join.open_link, name="join"),
]
