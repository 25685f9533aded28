"""Texts of hostile length are read in bounded time: the longest that an upload may have, of one phrase alone."""

import time

import pytest

from lianxi.law.reading import read_text

BEGINS = "临江市人民政府办公室关于建立临江市反诈工作联席会议制度的通知\n一、成员单位\n联席会议由市公安局、市教育局、市民政局组成。\n"


@pytest.mark.parametrize(
    "phrase",
    [
        "负责",
        "市公安局、",
        "市公安局：负责。\n",
        "王　明　市公安局局长\n",
        "以下简称联席会议",
        "打印 打印[",
        "王明（市公安局局长）、",
    ],
)
def test_the_longest_upload_of_one_phrase_is_read_within_ten_seconds(phrase):
    text = (BEGINS + phrase * 100_000)[:199_000]
    began = time.process_time()
    reading = read_text(text)
    assert time.process_time() - began < 10
    assert any(one.code == "not_read" or "没有读" in one.message for one in reading.findings)


def test_buttons_of_a_page_that_nearly_match_are_no_riddle():
    began = time.process_time()
    read_text(BEGINS + "打印 " * 2_000 + "甲\n")
    assert time.process_time() - began < 5
