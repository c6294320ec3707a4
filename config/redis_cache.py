import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class SparedRedisCache(RedisCache):
    """A cache that is empty while Redis is away: pages are made anew, and nobody is counted."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _spared(lambda: super(SparedRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        _spared(lambda: super(SparedRedisCache, self).set(*args, **kwargs), None)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return _spared(lambda: super(SparedRedisCache, self).add(*args, **kwargs), True)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return _spared(lambda: super(SparedRedisCache, self).incr(*args, **kwargs), 0)


def _spared(act: Callable[[], Any], instead: Any) -> Any:
    try:
        return act()
    except RedisError as error:
        logger.warning("Redis is away: %s", error)
        return instead
