"""The look: components, CSS, and the sentences of refusals."""
