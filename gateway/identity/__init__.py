"""Identity: who holds which key, with which roles in which communities.

Owns API keys and the audit of denied calls and key changes. Says nothing on the broker. Hears nothing.
"""
