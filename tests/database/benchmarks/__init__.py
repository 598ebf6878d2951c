"""What benchmarks write without asking a service, in today's tables."""
