from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "reactions"
    verbose_name = "Reactions"

    def ready(self) -> None:
        from reactions import checks  # noqa: F401 (registers the system checks)
