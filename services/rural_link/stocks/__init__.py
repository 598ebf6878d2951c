"""What leaves a lot other than by order, and whether its weights add up."""
