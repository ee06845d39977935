"""The post room: what came in and what goes out, on every channel. It knows threads, not tickets."""
