"""Proposals for the acts of a document: one of ten patterns, how often, for whom, with whom. Pure."""

from lianxi.work.rules.proposing.proposal import Proposal, propose

__all__ = ["Proposal", "propose"]
