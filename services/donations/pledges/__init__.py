"""Merchants' pledges: agreed before the sale, stated month by month, paid like any gift, published with a band of sales (rulebook §12)."""
