"""Every action has a guard over its record, or stands here with the reason why none decides."""

from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue

# Reason → the actions it holds for. An action that is added has a guard, or a line here.
NO_GUARD = {
    "it makes a new record of what its form says; nothing that is there decides": (
        "clocks.calendar.load",
        "guests.task.open",
        "exchange.checklist.enter",
        "exchange.checklist.link",
        "exchange.checklist.upload",
        "exchange.collection.open",
        "exchange.incoming.register",
        "exchange.request.ask",
        "exchange.sending.send",
        "exchange.tally.open",
        "exchange.upward.plan",
        "bodies.disclosure.propose",
        "bodies.succession.record",
        "law.ruling.record",
        "law.version.draft",
        "law.version.draft_shipped",
        "ledger.circular.draft",
        "ledger.obligation.enter",
        "ledger.sampling.draw",
        "ledger.sheet.send",
        "ledger.brief.open_link",
        "meetings.meeting.enter_past",
        "meetings.meeting.plan",
        "meetings.topic.enter_assigned",
        "meetings.topic.propose",
        "papers.archive.make",
        "papers.attachment.add",
        "papers.draft.enter",
        "papers.file.take",
        "papers.signed.enter",
        "projects.gap.send",
        "projects.month.send",
        "protection.check.sign",
        "protection.impact.enter",
        "protection.pair.propose",
        "protection.signer.name",
        "surveillance.batch.receive",
        "bodies.operator.add",
        "bodies.seat.add_staff",
        "bodies.feed.open",
        "register.identity.open",
    ),
    "what is set takes the place of what was set before, and the form alone says whether it can": (
        "bodies.conference.end",
        "exchange.checklist.note",
        "bodies.conference.place",
        "bodies.conference.rename",
        "clocks.limit.end",
        "clocks.limit.replace",
        "ledger.ladder.set",
        "bodies.seat.set_duty",
        "outbox.address.set_own",
        "outbox.channel.add",
        "outbox.preference.set",
        "papers.number.void",
        "papers.template.set",
        "register.area.add",
        "surveillance.centroids.set",
        "surveillance.rule.set",
    ),
    "it does what is new, and says so where nothing is": (
        "bodies.backup.order",
        "bodies.operator.review",
        "register.area.propose",
        "projects.gap.find",
        "projects.list.gather",
        "projects.match.propose",
    ),
    "nobody calls it: the act that it is part of has decided": (
        "bodies.unit.admit",
        "bodies.unit.release",
        "exchange.incoming.route",
        "exchange.receipt.keep",
        "exchange.receipt.pass",
        "ledger.extension.lapse",
        "ledger.handback.lapse",
        "ledger.obligation.fulfil",
        "ledger.obligation.reassign",
        "ledger.obligation.renew",
        "ledger.part.take",
        "ledger.slip.lapse",
    ),
    "the timer does what is due and leaves the rest; it is refused nothing": (
        "clocks.calendar.apply",
        "exchange.receipt.oblige",
        "exchange.reminder.give",
        "ledger.obligation.begin_period",
        "ledger.slip.issue_due",
        "outbox.delivery.begin",
        "outbox.delivery.doubt",
        "outbox.digest.build",
        "surveillance.run.record",
        "protection.list.oblige",
        "protection.row.close_remedy",
        "protection.row.lapse",
        "protection.row.list_unfinished",
        "protection.row.purge",
    ),
    "its record is found by a secret that no page holds": (
        "bodies.factor.add_app",
        "bodies.factor.add_key",
        "bodies.factor.end",
        "bodies.invitation.accept",
        "ledger.brief.look",
        "guests.task.submit",
        "bodies.person.change_password",
    ),
    "the moment decides, not the day: the page lists by the query that the act asks": (
        "bodies.invitation.release",
        "ledger.slip.issue_looked",
    ),
    "each row of its form is one act of the kind that has a guard, which is asked of it": (
        "bodies.invitation.create_many",
    ),
    "only the server's own line does it, and no page offers it": (
        "bodies.clock.vouch",
        "bodies.conference.found",
    ),
    "the chain's own last moment decides, which a page reads beside it": ("bodies.clock.propose",),
}

# Rooms that are still being built: some of their acts check facts in their bodies; the other rooms have none left.
STILL_BARE = ("incidents.", "inspections.", "work.")


def test_every_action_has_a_guard_or_a_reason_for_none() -> None:
    load_catalogue()
    bare = {id_ for id_, one in catalogue.items() if one.deciding is None and not id_.startswith(STILL_BARE)}
    listed = [id_ for ids in NO_GUARD.values() for id_ in ids]
    assert sorted(bare ^ set(listed)) == []
    assert len(listed) == len(set(listed))
