"""Why a document is not kept or not shown."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class DocumentTooLarge(Refused):
    """More bytes than a scan needs."""

    code = "points.document_too_large"
    kind = Kind.INVALID
    zh = "文件过大（上限 {most} 字节），请降低分辨率或分成几份。"
    en = "The file is too large (limit {most} bytes); lower its resolution or split it."


class DocumentUnreadable(Refused):
    """Neither a PDF nor a JPEG nor a PNG, or broken, or locked with a password: nobody could look at it."""

    code = "points.document_unreadable"
    kind = Kind.INVALID
    zh = "这不是完整的 PDF、JPEG 或 PNG 文件，或者文件加了密码。"
    en = "This is no whole PDF, JPEG or PNG file, or it is locked with a password."


class DocumentTypeUnfit(Refused):
    """The content is of another type than it is said to be."""

    code = "points.document_type_unfit"
    kind = Kind.INVALID
    zh = "文件内容是 {found}，与声明的类型不符。"
    en = "The content is {found}, not what it is said to be."


class TooManyUploads(Refused):
    """Whoever uploads has uploaded as much today as one person may."""

    code = "points.too_many_uploads"
    zh = "每人每天最多上传 {most} 份文件，今天已用完。"
    en = "One person uploads at most {most} files a day; today's are used up."


class DocumentForgotten(Refused):
    """All whom it was about are forgotten: its file does not come back."""

    code = "points.document_forgotten"
    zh = "文件所涉及的人已注销，不再保存。"
    en = "Those whom the document was about have been erased; it is not kept again."


class DocumentNotFound(NotFound):
    """Nothing there names it, its file was not uploaded or is gone, or it is not the caller's to see: all look the same."""

    code = "points.document_not_found"
    zh = "没有可以查看的文件。"
    en = "There is no file to look at."


class DocumentNotKept(Refused):
    """Only the fingerprint of the document is named: its file was never uploaded, or is gone (rulebook §3: the scan is stored)."""

    code = "points.document_not_kept"
    zh = "还没有上传证明材料的文件：{kind}，只有指纹不能作为证明。"
    en = "The file of a document has not been uploaded: {kind}. A fingerprint alone proves nothing."


class LookReasonNeeded(Refused):
    """Who audits says why before each look."""

    code = "points.look_reason_needed"
    kind = Kind.FORBIDDEN
    zh = "审计人员请先说明查看这份文件的理由。"
    en = "Who audits says first why they look at this document."


class DocumentLookIdTaken(Refused):
    """The id belongs to another look."""

    code = "points.document_look_id_taken"
    zh = "这个编号已用于另一次查看。"
    en = "This id belongs to another look."
