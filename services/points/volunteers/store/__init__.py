"""Every statement about volunteer records and certificates."""
