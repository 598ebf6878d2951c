"""What happens at the festival, a file for each service; every file has SCENES: phase → function."""
