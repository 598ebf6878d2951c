"""Why an import does not go on, and what can be wrong with a row (rulebook §3)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ImportNotFound(NotFound):
    """There is no such import, or it is not the caller's to see."""

    code = "points.import_not_found"
    zh = "没有找到这次导入。"
    en = "There is no such import."


class ImportIdTaken(Refused):
    """The id belongs to another import."""

    code = "points.import_id_taken"
    zh = "这个编号已用于另一次导入。"
    en = "This id is taken by another import."


class NotYourImport(Refused):
    """Only whoever began it sends its sheet."""

    code = "points.import_not_yours"
    kind = Kind.FORBIDDEN
    zh = "只有发起人可以上传这次导入的表格。"
    en = "Only whoever began the import sends its sheet."


class FileKnown(Refused):
    """The same file came in by another import, so that all of it would be there twice."""

    code = "points.import_file_known"
    zh = "同一份文件已在导入 {import_id} 中上传。"
    en = "The same file came in by import {import_id}."


class PieceOutOfTurn(Refused):
    """A piece of the sheet came before the one it follows, or with other content than the first time."""

    code = "points.import_piece_out_of_turn"
    zh = "表格分段顺序不对，请重新上传整份文件。"
    en = "A piece of the sheet is out of turn; send the whole file again."


class PieceMalformed(Refused):
    """A piece is no list of rows."""

    code = "points.import_piece_malformed"
    kind = Kind.INVALID
    zh = "表格分段格式不对。"
    en = "A piece of the sheet is malformed."


class ImportDecided(Refused):
    """It was approved or rejected before."""

    code = "points.import_decided"
    zh = "这次导入已有结论。"
    en = "This import was decided before."


class ImportNotChecked(Refused):
    """Its sheet is not there, or not all of its rows are checked yet."""

    code = "points.import_not_checked"
    zh = "表格还没有上传或检查完。"
    en = "Its sheet is not there or not checked yet."


class OtherFile(Refused):
    """The file was replaced since the approver looked."""

    code = "points.import_file_replaced"
    zh = "文件在您查看之后被替换，请重新查看。"
    en = "The file was replaced since you looked."


class OwnImport(Refused):
    """Nobody approves what they brought in, nor does anybody of the same household or organisation."""

    code = "points.import_is_own"
    kind = Kind.FORBIDDEN
    zh = "上传人及其同住户、同组织的人不能批准。"
    en = "Whoever brought it in, or is of the same household or organisation, may not approve it."


class FaultyRows(Refused):
    """Some rows are faulty, and nobody said that they may stay out."""

    code = "points.import_has_faulty_rows"
    zh = "有 {faulty} 行有误；请上传更正后的文件，或声明只导入正确的行。"
    en = "{faulty} rows are faulty; send a corrected file, or say that they stay out."


class NoSoundRows(Refused):
    """There is nothing to enter."""

    code = "points.import_has_no_sound_rows"
    zh = "没有可导入的正确行。"
    en = "There is no sound row to enter."


class CellMissing(Refused):
    """A column that every row, or every row of this kind, fills in is empty."""

    code = "points.import_cell_missing"
    kind = Kind.INVALID
    zh = "必填。"
    en = "This column must be filled in."


class CellMalformed(Refused):
    """What stands in the cell is not of the form that the column has."""

    code = "points.import_cell_malformed"
    kind = Kind.INVALID
    zh = "“{cell}”格式不对。{note}"
    en = "“{cell}” has the wrong form."


class CellChoice(Refused):
    """What stands in the cell is none of the column's choices."""

    code = "points.import_cell_not_among_choices"
    kind = Kind.INVALID
    zh = "“{cell}”不在可选值之内：{choices}。"
    en = "“{cell}” is none of {choices}."


class RowRepeated(Refused):
    """The same row stands in the sheet before."""

    code = "points.import_row_repeated"
    zh = "与本表第 {row} 行重复。"
    en = "The same as row {row} of this sheet."


class RowKnown(Refused):
    """The same row came in by another import."""

    code = "points.import_row_known"
    zh = "与导入 {import_id} 第 {row} 行重复。"
    en = "The same as row {row} of import {import_id}."


class PhoneNotWhole(Refused):
    """Somebody is named by a part of a number, by a wrong one, or by somebody who is not of the office."""

    code = "points.import_phone_not_whole"
    kind = Kind.INVALID
    zh = "手机号须完整、有效，且只有社区工作人员可以用手机号填报；其他人请填成员编号。"
    en = "Write the whole number. Only the office names people by their numbers; others write the id."


class PhoneUnknown(Refused):
    """Nobody gave this number."""

    code = "points.import_phone_unknown"
    zh = "没有人登记这个手机号；请核对，或填成员编号。"
    en = "Nobody has given this number. Check it, or write the id."


class PhoneOfSeveral(Refused):
    """Several people gave this number, so that it names none of them."""

    code = "points.import_phone_of_several"
    zh = "有 {number} 人登记了这个手机号；请填成员编号。"
    en = "{number} people have given this number. Write the id."


class PhoneOfChild(Refused):
    """Whoever gave the number is under 14: a guardian acts for them."""

    code = "points.import_phone_of_child"
    kind = Kind.FORBIDDEN
    zh = "登记此号码的人未满十四周岁，须由监护人代为办理；请与监护人核对后填孩子的成员编号。"
    en = (
        "Whoever has this number is under 14, and a guardian acts for them. Ask the guardian, and write the child's id."
    )
