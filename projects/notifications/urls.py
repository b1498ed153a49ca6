"""URLs of the bell and of webhooks."""

from django.urls import path

from projects.notifications.views import bell, webhooks

project_urls = [
    path("webhooks/", webhooks.index, name="webhooks"),
    path("webhooks/<uuid:id>/stop/", webhooks.stop, name="webhook-stop"),
    path("webhooks/deliveries/<uuid:id>/again/", webhooks.resend, name="delivery-again"),
]

urlpatterns = [
    path("notifications/", bell.show, name="notifications"),
]
