"""What has been queued for the workers, whichever broker holds it."""

from django.conf import settings
from django_q.brokers import get_broker
from django_q.models import OrmQ
from django_q.signing import SignedPackage


def list_tasks() -> list[dict]:
    """Return the tasks that wait, oldest first."""
    if not settings.REDIS_URL:
        return [row.task for row in OrmQ.objects.order_by("id")]
    broker = get_broker()
    return [SignedPackage.loads(one) for one in broker.connection.lrange(broker.list_key, 0, -1)]


def forget_tasks() -> None:
    """Empty a queue that no rollback empties."""
    if settings.REDIS_URL:
        get_broker().purge_queue()
