"""What must still be done, and when: timers, tasks, the rows that are leased, and the one loop that works on them all."""
