"""What there is: parties, services, scores and the chain they form. Plain frozen Python."""
