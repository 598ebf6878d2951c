"""The files of documents that prove something: uploaded, sealed at rest, looked at by those who judge, gone when their time is over.

Owns: documents, their files, uploads and uses, and the looks of auditors. What proves something names a document by its SHA-256 and says so with
`store.add_uses`; whether somebody may open the file is decided where it is named.
"""
