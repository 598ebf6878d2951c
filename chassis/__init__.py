"""How things travel: the microservice chassis, and the only importer of nameko, kombu, eventlet and gunicorn.

Knows nothing of points, donations, merchants or villages. Whatever must never be forgotten (who asks, one transaction, repeats,
commit before acknowledgement, retry, dead letter) happens here, so that a service's body contains only the matter.
"""
