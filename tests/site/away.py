"""Addresses whose views fail as they do when a server is away, and as they do by a fault."""

import redis
from django.db import OperationalError
from django.urls import path
from rest_framework.decorators import api_view


def database(request):
    raise OperationalError("connection refused")


def broker(request):
    raise redis.ConnectionError("connection refused")


def fault(request):
    raise ValueError("a fault of ours")


urlpatterns = [
    path("database/", database),
    path("broker/", broker),
    path("fault/", fault),
    path("api/v1/broker/", api_view()(broker)),
    path("problems/<slug>/", fault, name="problem"),
]
handler500 = "crisiswatch.outages.server_error"
