"""The admin: reference data can be edited, what was found and decided can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from reactions import curation
from reactions.models import (
    Actor,
    Country,
    Crisis,
    CrisisEvent,
    Decision,
    Evidence,
    Finding,
    Membership,
    Official,
    Organization,
    Party,
    Source,
    Stance,
    Tenure,
)
from reactions.row_history import versions

if TYPE_CHECKING:
    # Generic in the type checker's eyes only.
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

admin.site.site_header = "crisiswatch: reference data"
admin.site.site_title = "crisiswatch"


class AuditedAdmin(ModelAdmin):
    """For rows whose every version is kept; the history page shows what changed, also by SQL."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        context = {**(extra_context or {}), "versions": versions(row) if row else []}
        return super().history_view(request, object_id, context)


class LoadedRowAdmin(AuditedAdmin):
    """For rows that may come from the reference files: those would be back with the next load."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        loaded = obj is not None and getattr(obj, "loaded", None) is not None
        return not loaded and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        # Deleting many at once would not look at each row.
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if name != "delete_selected"
        }


class LoadedRowInline(TabularInline):
    """Rows below another one; none is removed here, since some come from the reference files."""

    extra = 0
    can_delete = False


class MembershipInline(LoadedRowInline):
    model = Membership
    autocomplete_fields = ("organization", "country")


class MembershipsOfCountry(MembershipInline):
    fk_name = "country"
    verbose_name_plural = "memberships"


class MembersOfOrganization(MembershipInline):
    fk_name = "organization"
    verbose_name_plural = "members"


class TenuresOfActor(LoadedRowInline):
    model = Tenure
    fk_name = "actor"
    autocomplete_fields = ("official",)


class TenuresOfOfficial(LoadedRowInline):
    model = Tenure
    fk_name = "official"
    autocomplete_fields = ("actor",)


_NAMES = ("aliases", "demonyms", "peoples", "capitals", "seats")


@admin.register(Actor)
class ActorAdmin(LoadedRowAdmin):
    """Only for looking actors up from other forms; each is edited as what it is."""

    search_fields = ("code", "name", "aliases")
    list_display = ("code", "name", "type", "region")
    list_filter = ("type", "region")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ProxyAdmin(LoadedRowAdmin):
    """One type of actor; a row made here gets the type."""

    type_of_row: Actor.Type
    search_fields = ("code", "name", "aliases")
    list_display = ("code", "name", "region")
    list_filter = ("region",)

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        obj.type = self.type_of_row
        super().save_model(request, obj, form, change)


@admin.register(Country)
class CountryAdmin(ProxyAdmin):
    type_of_row = Actor.Type.COUNTRY
    fields = ("code", "iso2", "name", "official_name", "region", "subregion", *_NAMES,
              ("latitude", "longitude"))  # fmt: skip
    inlines = (MembershipsOfCountry, TenuresOfActor)


@admin.register(Organization)
class OrganizationAdmin(ProxyAdmin):
    type_of_row = Actor.Type.ORGANIZATION
    fields = ("code", "name", "official_name", "region", *_NAMES, ("latitude", "longitude"))
    inlines = (MembersOfOrganization, TenuresOfActor)


@admin.register(Official)
class OfficialAdmin(LoadedRowAdmin):
    search_fields = ("called",)
    list_display = ("name",)
    inlines = (TenuresOfOfficial,)


@admin.register(Tenure)
class TenureAdmin(LoadedRowAdmin):
    list_display = ("official", "office", "actor", "since", "until")
    list_select_related = ("official", "actor")
    search_fields = ("official__name", "office", "actor__name", "actor__code")
    autocomplete_fields = ("official", "actor")


class PartyInline(TabularInline):
    model = Party
    extra = 0
    autocomplete_fields = ("actor",)


class CrisisEventInline(TabularInline):
    model = CrisisEvent
    extra = 0


@admin.register(Crisis)
class CrisisAdmin(AuditedAdmin):
    """A crisis with its parties and events. Publishing goes through curation."""

    list_display = ("title", "focal", "started", "ended", "published")
    list_select_related = ("focal",)
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("focal",)
    inlines = (PartyInline, CrisisEventInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Crisis | None = None) -> list[str]:
        if not request.user.has_perm("reactions.publish_crisis"):
            return ["published", "proposals_public"]
        return [] if obj is not None else ["published"]

    def save_model(
        self, request: HttpRequest, obj: Crisis, form: ModelForm[Crisis], change: bool
    ) -> None:
        published = obj.published
        if "published" in form.changed_data:
            obj.published = not published
        super().save_model(request, obj, form, change)
        # Each accepted stance that comes or goes with the crisis is a public change of its own.
        curation.publish(obj, published=published)


@admin.register(Source)
class SourceAdmin(ModelAdmin):
    list_display = ("name", "type", "language", "country")
    list_select_related = ("country",)
    list_filter = ("type", "language")
    search_fields = ("name", "address")
    autocomplete_fields = ("country",)


class RecordAdmin(ModelAdmin):
    """For what was found and decided: it is changed at the editors' desk alone."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class EvidenceInline(TabularInline):
    model = Evidence
    extra = 0
    fields = ("article", "start", "end", "text", "primary", "status")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Stance)
class StanceAdmin(RecordAdmin):
    list_display = ("actor", "kind", "day", "status", "crisis", "confidence")
    list_select_related = ("actor", "crisis")
    list_filter = ("status", "kind", "crisis")
    search_fields = ("actor__code", "actor__name", "official__name")
    inlines = (EvidenceInline,)


@admin.register(Evidence)
class EvidenceAdmin(RecordAdmin):
    list_display = ("stance", "article", "primary", "status")
    list_select_related = ("stance", "article")
    list_filter = ("status", "primary")
    search_fields = ("text",)


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    list_display = ("pk", "stance", "rule", "confidence", "engine_version")
    list_select_related = ("stance",)
    list_filter = ("engine_version",)
    search_fields = ("rule",)


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    list_display = ("at", "editor", "verdict", "stance")
    list_select_related = ("editor", "stance")
    list_filter = ("verdict", "editor")
