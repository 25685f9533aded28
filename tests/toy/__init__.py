"""A toy room: memos that the office leaves for a unit until a day. docs/building.md builds it step by step."""
