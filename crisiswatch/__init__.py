"""The site: settings, addresses and processes. It wires the domain and decides nothing."""

from crisiswatch.celery import app as celery_app

__all__ = ["celery_app"]
