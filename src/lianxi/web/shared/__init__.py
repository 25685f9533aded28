"""What every wing uses: the door of actions, the frame, offers, lamps, tables."""
