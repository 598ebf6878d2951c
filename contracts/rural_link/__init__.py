"""What rural_link says and can be asked: village partners, agreements between city and village, produce lots, orders."""
