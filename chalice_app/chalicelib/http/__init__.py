"""How a request becomes a call of one function, and its result or error an answer."""
