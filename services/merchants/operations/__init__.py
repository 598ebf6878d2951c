"""What operators may ask of merchants."""
