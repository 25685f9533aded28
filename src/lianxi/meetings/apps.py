"""Django's registration of the room; what units have open here follows them when they are renamed."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "lianxi.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.bodies.actions.successions import succession_followers
        from lianxi.clocks.following import ClockFollower, clock_followers
        from lianxi.ledger.holding import holders
        from lianxi.meetings import moving
        from lianxi.meetings.following import pass_meeting_work
        from lianxi.meetings.holding import count_meetings, count_proposals

        if pass_meeting_work not in succession_followers:
            succession_followers.append(pass_meeting_work)
        if not any(one.name == "meetings" for one in clock_followers):
            clock_followers.append(
                ClockFollower("meetings", moving.preview, moving.derive, moving.moved_under)
            )
        holders["meetings_held"] = count_meetings
        holders["proposals_made"] = count_proposals
