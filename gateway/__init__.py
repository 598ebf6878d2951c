"""The gateway: the only door to the outside. It decides nothing about the domain.

Owns API keys, the audit, and the shape of the HTTP API. Asks the services by calls. Says and hears no events.
"""
