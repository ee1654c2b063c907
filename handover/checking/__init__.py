"""How a supervisor checks: the sample and how it is drawn, who may check what, the queue, and what stands beside it."""
