"""Routing: who answers for a case, and by which clause. Pure rules over facts and acts; no clock, store or network."""

from lianxi.law.routing.acts import Act, Condition
from lianxi.law.routing.contract import answer_line
from lianxi.law.routing.errors import BadCase, BadRoutingData, RoutingError
from lianxi.law.routing.factbook import confirmed_facts, merge_facts
from lianxi.law.routing.finder import NOT_A_BASIS, Finder, Hit
from lianxi.law.routing.instruments import build_instrument, load_instrument, shipped_codes
from lianxi.law.routing.model import Answer, Fact, Instrument, Met, Question, Rejection, Ruling
from lianxi.law.routing.own_words import daily_words
from lianxi.law.routing.ruling import route, route_text
from lianxi.law.routing.suggestion import suggest_facts
from lianxi.law.routing.vocabulary import Dimension, label_of, load_vocabulary

__all__ = [
    "NOT_A_BASIS",
    "Act",
    "Answer",
    "BadCase",
    "BadRoutingData",
    "Condition",
    "Dimension",
    "Fact",
    "Finder",
    "Hit",
    "Instrument",
    "Met",
    "Question",
    "Rejection",
    "RoutingError",
    "Ruling",
    "answer_line",
    "build_instrument",
    "confirmed_facts",
    "daily_words",
    "label_of",
    "load_instrument",
    "load_vocabulary",
    "merge_facts",
    "route",
    "route_text",
    "shipped_codes",
    "suggest_facts",
]
