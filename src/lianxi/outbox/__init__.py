"""The outbox owns what leaves the house: channels, preferences, digests and deliveries, tasks put to 统一待办."""
