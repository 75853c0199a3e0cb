import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reactions", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="evidence",
            name="evidence_attention",
        ),
        migrations.AddField(
            model_name="evidence",
            name="language",
            field=models.CharField(db_default="", default="", editable=False, max_length=8),
        ),
        migrations.AddField(
            model_name="evidence",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="reactions.source",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="article_attention",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."published" IS DISTINCT FROM (NEW."published") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id"))',
                    func="\n    UPDATE reactions_evidence SET waits = waits WHERE article_id = NEW.id;\n    RETURN NULL;\n",
                    hash="601a460c237c8a170ae070663c80342ea2c9cc59",
                    operation="UPDATE",
                    pgid="pgtrigger_article_attention_a4a84",
                    table="reactions_article",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="evidence_attention",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE stance record;",
                    func="\n    SELECT status, coalesce(confidence, 1) AS sureness, kind, actor_id, crisis_id, day\n        INTO stance FROM reactions_stance WHERE id = NEW.stance_id;\n    NEW.waits := stance.status = 'proposed' AND NEW.primary\n        OR stance.status = 'accepted' AND NOT NEW.primary AND NEW.status = 'proposed';\n    NEW.sureness := stance.sureness;\n    NEW.kind := stance.kind;\n    NEW.crisis_id := stance.crisis_id;\n    NEW.day := stance.day;\n    NEW.shows := stance.status = 'accepted' AND NEW.status = 'accepted';\n    SELECT published, source_id, language INTO NEW.published, NEW.source_id, NEW.language\n        FROM reactions_article WHERE id = NEW.article_id;\n    IF TG_OP = 'INSERT' OR NOT OLD.in_text\n            OR (NEW.article_id, NEW.start, NEW.\"end\", NEW.text)\n            IS DISTINCT FROM (OLD.article_id, OLD.start, OLD.\"end\", OLD.text) THEN\n        SELECT substr(text, NEW.start + 1, NEW.\"end\" - NEW.start) = NEW.text\n            INTO NEW.in_text FROM reactions_article WHERE id = NEW.article_id;\n    END IF;\n    IF NEW.waits THEN\n        NEW.attention := (stance.sureness >= 0.4 AND stance.sureness < 0.65)::int\n            + (stance.kind IN ('summon_ambassador', 'recall_ambassador', 'sanction', 'sever_relations'))::int\n            + (NOT EXISTS (\n                SELECT FROM reactions_stance WHERE crisis_id = stance.crisis_id\n                    AND actor_id = stance.actor_id AND status = 'accepted'\n            ))::int;\n    END IF;\n    RETURN NEW;\n",
                    hash="9f50e6f7e5ee647cc5c3226aa07f489e956fd2ec",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_evidence_attention_d3e4a",
                    table="reactions_evidence",
                    when="BEFORE",
                ),
            ),
        ),
    ]
