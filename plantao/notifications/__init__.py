"""Who is told of which event, and in which words. Nobody below posts a notice; nobody here decides what happens to a ticket."""
