"""Check that the servers that other tests rely on are real and answer."""

import psycopg
import redis


def test_postgres_keeps_a_row(postgres_url):
    with psycopg.connect(postgres_url) as database:
        database.execute("CREATE TABLE prompt (text text)")
        database.execute("INSERT INTO prompt VALUES ('Möwen über dem Hafen')")
        assert database.execute("SELECT text FROM prompt").fetchone() == ("Möwen über dem Hafen",)
        database.rollback()


def test_redis_keeps_a_value(redis_url):
    store = redis.Redis.from_url(redis_url)
    store.set("take", "3")
    assert store.getdel("take") == b"3"
