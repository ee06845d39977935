"""One folder for each network. A channel knows the post room and nothing above it; nobody but wiring knows a channel."""
