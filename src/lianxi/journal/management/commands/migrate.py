"""Django's `migrate`; an empty database gets the tables of the models at once.

Each step of a migration draws all models anew, so that the way from the first migration to the last takes most of a
minute of processor time. Whoever starts an installation would wait for it and learn nothing: without rows there is
nothing to carry over, and `lianxi check` refuses models that differ from what the migrations add up to.
"""

from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.core.management.sql import emit_post_migrate_signal
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
        elif is_plain(options) and not options["verbosity"] and not missing_migrations(connection):
            # As Django does where nothing is to apply, but without drawing the models of the migrations anew.
            emit_post_migrate_signal(0, options["interactive"], connection.alias, apps=apps, plan=[])
            return
        super().handle(*args, **options)


def is_plain(options: dict[str, Any]) -> bool:
    """Tell whether all migrations are to be applied, not some of them, shown or pretended."""
    other = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
    return not any(options.get(name) for name in other)


def missing_migrations(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """List the migrations of all rooms that the database does not know as applied, without loading any."""
    names = {
        (config.label, found.name)
        for config in apps.get_app_configs()
        if (Path(config.path) / "migrations").is_dir()
        for found in iter_modules([str(Path(config.path) / "migrations")])
        if found.name[0] not in "_~"
    }
    return names - set(MigrationRecorder(connection).applied_migrations())


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
