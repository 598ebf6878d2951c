"""What two or more test folders share."""
