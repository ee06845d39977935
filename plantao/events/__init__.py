"""What happened: timelines and their events. An event is never changed or deleted; everything else reacts to it."""
