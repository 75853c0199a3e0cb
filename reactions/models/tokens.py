"""Keys by which programs act for an account, what they were used for, and what they wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self, now: datetime) -> TokenQuerySet:
        """Those that open doors at `now`."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)


class ApiToken(models.Model):
    """A key of an account for one program. The secret itself is not kept, only its digest."""

    class Scope(models.TextChoices):
        """What a token is for. It opens nothing that the account's own rights do not."""

        READ = "read", "read what everybody may read"
        SUBMIT = "submit", "submit articles and addresses"
        CURATE = "curate", "see and decide proposals"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False, help_text="how the secret begins")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="api_token_digest_form", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="api_token_scopes_known",
                condition=Q(scopes__contained_by=["read", "submit", "curate"], scopes__len__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_valid(self) -> bool:
        """Whether it opens doors now."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class TokenUse(models.Model):
    """How many requests a token made on a day."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    requests = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("day",)
        constraints = [
            models.UniqueConstraint(name="token_use_once_a_day", fields=["token", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.day}: {self.requests}"

    @classmethod
    def count(cls, token: ApiToken, requests: int, now: datetime) -> None:
        """Add requests to those of the day, also when several processes do so at once."""
        use, is_new = cls.objects.get_or_create(
            token=token, day=now.date(), defaults={"requests": requests}
        )
        if not is_new:
            cls.objects.filter(pk=use.pk).update(requests=F("requests") + requests)


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    def expired(self, now: datetime) -> KeptAnswerQuerySet:
        """Those that nobody needs to be given again at `now`."""
        return self.filter(at__lt=now - KeptAnswer.KEPT_FOR)


class KeptAnswer(models.Model):
    """The answer to a request that named an idempotency key: sent again it gets the same."""

    KEPT_FOR = timedelta(days=7)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_answers"
    )
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="of the request's address and body")
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="kept_answer_once_a_key", fields=["user", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
