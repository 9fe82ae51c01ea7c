"""Tests of `files.atomic`: writing files whole or not at all."""

import errno
import os
import threading
from pathlib import Path

import pytest

import valuechain as vc
from helpers.verbs import PLAIN, answers, holds, said
from places import on_linux, on_posix
from valuechain.files.atomic import write_all, write_whole


def test_none_of_several_files_is_written_where_one_cannot_be(here):
    (here / "a").write_text("old", encoding="utf-8")
    for wrong in (here / "no" / "b", here):
        with pytest.raises(OSError) as caught:  # noqa: PT011
            write_all({here / "a": "new", wrong: "new"})
        assert caught.value.filename == str(wrong)
        assert holds(here) == {"a": b"old"}


@on_linux
def test_nothing_is_left_behind_where_the_disk_is_full(here, monkeypatch):
    (here / "a").write_text("old", encoding="utf-8")
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115  it is closed as the file that it stands for
    monkeypatch.setattr("os.fdopen", lambda handle, _: (os.close(handle), full)[1])
    with pytest.raises(OSError, match="No space") as caught:
        write_whole(here / "a", "new")
    assert caught.value.filename == str(here / "a")
    assert holds(here) == {"a": b"old"}


@on_posix
def test_links_are_followed_and_rights_are_kept(here):
    target, link = here / "real.yaml", here / "link.yaml"
    target.write_text(PLAIN, encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert said("survey", answers(here / "a.csv", "clerk,customer,4"), "--into", link).status == 0
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert vc.load(target).services["clerk->customer"].satisfaction
    (here / "dangling.yaml").symlink_to(here / "new.yaml")
    assert said("convert", target, "dangling.yaml").status == 1
    assert not (here / "new.yaml").exists()
    assert said("convert", target, "dangling.yaml", "--force").status == 0
    assert vc.load(here / "new.yaml") == vc.load(target)


def test_a_new_file_has_the_rights_of_any_other(here):
    write_whole(here / "a", b"x")
    (here / "b").write_bytes(b"x")
    assert (here / "a").stat().st_mode == (here / "b").stat().st_mode


@on_posix
def test_links_that_run_in_a_circle_are_a_sentence(plain, here):
    (here / "a.yaml").symlink_to(here / "b.yaml")
    (here / "b.yaml").symlink_to(here / "a.yaml")
    done = said("convert", plain, "a.yaml", "--force")
    assert done.status == 1
    assert "a.yaml" in done.err


@on_posix
def test_what_is_no_file_is_written_to(plain, here):
    os.mkfifo(here / "pipe.yaml")
    got = []
    reader = threading.Thread(
        target=lambda: got.append((here / "pipe.yaml").read_bytes()), daemon=True
    )
    reader.start()
    done = said("convert", plain, "pipe.yaml", "--force")
    reader.join(10)
    assert done.status == 0
    assert vc.loads(got[0].decode()) == vc.load(plain)
    assert (here / "pipe.yaml").is_fifo()


@on_posix
def test_the_umask_holds_and_is_never_changed(here, monkeypatch):
    before = os.umask(0o027)
    try:
        monkeypatch.setattr("os.umask", None)
        write_whole(here / "a", b"x")
    finally:
        monkeypatch.undo()
        os.umask(before)
    assert (here / "a").stat().st_mode & 0o777 == 0o640


@pytest.fixture
def closed(here, monkeypatch):
    """A folder that takes no other file; also where the tests run as root."""
    opened = os.open

    def refused(path, flags, *mode, **more):
        if flags & os.O_EXCL:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, flags, *mode, **more)

    monkeypatch.setattr("os.open", refused)
    return here


def test_a_file_that_can_be_written_is_in_a_folder_that_takes_no_other(closed):
    (closed / "a").write_text("old", encoding="utf-8")
    write_all({closed / "a": "new"})
    assert holds(closed) == {"a": b"new"}
    with pytest.raises(PermissionError) as caught:
        write_all({closed / "a": "newer", closed / "b": "new"})
    assert caught.value.filename == str(closed / "b")
    assert holds(closed) == {"a": b"new"}


def test_a_file_that_cannot_be_written_stays(closed, monkeypatch):
    (closed / "a").write_text("old", encoding="utf-8")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(PermissionError) as caught:
        write_whole(closed / "a", "new")
    assert caught.value.filename == str(closed / "a")
    assert holds(closed) == {"a": b"old"}


def test_an_interruption_leaves_no_half_of_a_file(here, monkeypatch):
    opened = os.open

    def interrupted(*how):
        os.close(opened(*how))
        raise KeyboardInterrupt

    monkeypatch.setattr("os.open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(here / "a", "new")
    assert holds(here) == {}
