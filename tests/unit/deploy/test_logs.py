"""Logs that stay small."""

import os

from deploy.local import logs


def test_a_child_goes_on_writing_after_its_log_was_cut(tmp_path):
    path = tmp_path / "points.log"
    descriptor = logs.open_for_appending(path)
    os.write(descriptor, b"old\n" * 100)

    logs.bound(path, bytes_max=50)
    os.write(descriptor, b"new\n")
    os.close(descriptor)

    assert path.read_text() == "new\n"
    assert (tmp_path / "points.log.1").read_text() == "old\n" * 100


def test_the_last_lines_are_shown_even_of_a_log_that_is_not_text(tmp_path):
    path = tmp_path / "points.log"
    path.write_bytes(b"first\n\xff\xfe\nlast\n")

    assert logs.last_lines(path, 2) == "    \ufffd\ufffd\n    last"
