"""Files for people: sheets read with suspicion (CSV, XLSX), and tables written as CSV, XLSX and PDF. Knows no domain.

What comes in is read in a process of its own, with limits the machine enforces (`incoming.py`, `reader.py`, `reading.py`, `workbook.py`);
what goes out is one `Paper` (`papers.py`) in any of three forms (`writing.py`).
"""
