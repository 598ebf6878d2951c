"""Every statement about tasting panels."""
