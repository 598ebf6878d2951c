"""What somebody may do by which document: stated by one person, worth something once another one has seen the document (rulebook §2).

Owns: qualifications. Signing up for skilled shifts and putting skilled time forward ask for them.
"""
