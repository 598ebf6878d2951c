"""What operators may ask of rural_link."""
