"""What the leaver tells of each customer: which customers, what is missing, and who may tell, ask and decide."""
