"""What the services say: events, requests and answers. The only code that two services may both know."""
