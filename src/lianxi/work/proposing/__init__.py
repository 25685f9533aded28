"""Proposals for the acts of a document: one of ten patterns, how often, for whom, with whom. Pure."""

from lianxi.work.proposing.proposal import Proposal, propose

__all__ = ["Proposal", "propose"]
