"""Django's `migrate`; an empty database gets the tables of the models at once.

Each step of a migration draws all models anew, so that the way from the first migration to the last takes most of a
minute of processor time. Whoever starts an installation would wait for it and learn nothing: without rows there is
nothing to carry over, and `lianxi check` refuses models that differ from what the migrations add up to.
"""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class Command(migrate.Command):
    """Migrate, from an empty database in one step."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables where there are none, then do what Django does: apply what is missing, tell the rooms."""
        connection = connections[options["database"]]
        if is_plain(options) and not connection.introspection.table_names():
            make_tables(connection)
        super().handle(*args, **options)


def is_plain(options: dict[str, Any]) -> bool:
    """Tell whether all migrations are to be applied, not some of them, shown or pretended."""
    other = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
    return not any(options.get(name) for name in other)


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Create the tables of all models and note every migration as applied, together or not at all."""
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        editor.create_model(recorder.Migration)
        for app, name in sorted(MigrationLoader(None).disk_migrations):
            recorder.migration_qs.create(app=app, name=name)
