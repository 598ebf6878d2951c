"""What the donations service says and can be asked: funds, gifts, receipts, statements, mandates, goods and gift packs."""
