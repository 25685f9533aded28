"""What the conference makes public: text, review, scan for personal data, package for the government's site, withdrawal.

The room has no page of its own to the public. It promises that nothing leaves as a package before another person than
the drafter cleared that very text, and that each place where a pattern shows a person or an employer was answered.
"""
