"""The site's addresses: the admin, and everything of the domain."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("reactions.urls")),
]

handler500 = "crisiswatch.outages.server_error"
