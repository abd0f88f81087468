"""What samples are drawn from, the intervals that they give, and what is written at them."""
