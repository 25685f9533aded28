"""The outbox owns what leaves by e-mail and webhook: channels, preferences, digests and their deliveries."""
