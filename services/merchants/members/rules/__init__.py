"""What decides about members: who may apply, and how their standing moves."""
