from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "crisiswatch"

    def ready(self) -> None:
        from crisiswatch import deployment  # noqa: F401 (registers the system checks)
