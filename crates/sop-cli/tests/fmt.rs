//! `sop fmt`, the real program: on folders, on files that must not be touched, and between an editor's pipes.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{Ran, folder, run, sop, well};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const UGLY: &str = "lane agent \"Agent\" // di meja\nflow hello \"Halo\" { step greet by agent \"Salam\" \n\n\nend done \"Selesai\" }";
const TIDY: &str = "lane agent \"Agent\"  // di meja\nflow hello \"Halo\" {\n    step greet by agent \"Salam\"\n\n    end done \"Selesai\"\n}\n";
const MISTAKEN: &str = "lan   agent \"Agent\"";

/// A book: one file that is as it should be, one that is not, one with a mistake in its text.
fn book(folder: &Path) -> String {
    fs::create_dir(folder.join("more")).expect("a folder can be made");
    for (name, text) in
        [("tidy.sop", TIDY), ("ugly.sop", UGLY), ("more/mistaken.sop", MISTAKEN), ("more/no_book.txt", UGLY)]
    {
        fs::write(folder.join(name), text).expect("a file can be written");
    }
    folder.to_str().expect("the path is UTF-8").to_owned()
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("the file can be read")
}

/// Runs it with something on standard input.
fn piped(args: &[&str], typed: &[u8]) -> Ran {
    let mut command = sop(args);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(typed).expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    let utf8 = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Ran { code: output.status.code(), out: utf8(output.stdout), err: utf8(output.stderr) }
}

#[test]
fn the_book_is_as_it_should_be() {
    let out = well(&["fmt", "--check"]);
    assert!(out.ends_with(" files, each laid out as it should be\n"), "{out}");
}

#[test]
fn check_shows_what_would_change_and_changes_nothing() {
    let folder = folder();
    let book = book(folder.path());
    for (name, lang) in [("check", "en"), ("check_in_indonesian", "id")] {
        let ran = run(&["fmt", "--check", &book, "--lang", lang]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
        insta::assert_snapshot!(name, ran.out.replace(&book, "BOOK"));
    }
    let ran = run(&["fmt", "--check", "--json", &book]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!("check_json", ran.out.replace(&book, "BOOK"));
    assert_eq!(text(folder.path(), "ugly.sop"), UGLY);
}

#[test]
fn files_are_laid_out_and_what_can_not_be_is_left_alone() {
    let folder = folder();
    let book = book(folder.path());
    let ran = run(&["fmt", &book]);
    assert_eq!(ran.code, Some(1), "there is a mistake in one of them");
    insta::assert_snapshot!("laid_out", ran.out.replace(&book, "BOOK"));
    assert_eq!(text(folder.path(), "ugly.sop"), TIDY);
    assert_eq!(text(folder.path(), "more/mistaken.sop"), MISTAKEN);
    assert_eq!(text(folder.path(), "more/no_book.txt"), UGLY, "what is no file of a book");
    assert_eq!(
        fs::read_dir(folder.path()).expect("it is a folder").count(),
        3,
        "nothing is left beside them"
    );

    // One file alone, whatever its name; a second time there is nothing to do.
    let alone = folder.path().join("more/no_book.txt");
    let alone = alone.to_str().expect("the path is UTF-8");
    assert!(well(&["fmt", alone]).starts_with("laid out: "));
    assert_eq!(text(folder.path(), "more/no_book.txt"), TIDY);
    assert_eq!(well(&["fmt", alone]), "1 file, laid out as it should be\n");
    assert_eq!(well(&["fmt", "--check", alone]), "1 file, laid out as it should be\n");
}

#[test]
fn an_editor_pipes_its_text_through() {
    for (typed, check) in [(UGLY, false), (TIDY, false), (TIDY, true)] {
        let args: &[&str] = if check { &["fmt", "-", "--check"] } else { &["fmt", "-"] };
        let ran = piped(args, typed.as_bytes());
        let out = if check { "" } else { TIDY };
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), out, ""));
    }
    let ran = piped(&["fmt", "-", "--check"], UGLY.as_bytes());
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("- end done"), "{}", ran.out);
    let ran = piped(&["fmt", "-"], MISTAKEN.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "an editor keeps what it has");
    assert!(ran.err.contains("did you mean `lane`?"), "{}", ran.err);
    let ran = piped(&["fmt", "-"], b"// \xff");
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "what is no UTF-8 would be lost");
    assert!(ran.err.contains("S001"), "{}", ran.err);
    // What a terminal would act on passes as it is.
    let odd = "lane agent \"\u{1b}[31mAgent\"\r\n// sisa\r\n";
    assert_eq!(piped(&["fmt", "-"], odd.as_bytes()).out, odd);
    let json = piped(&["fmt", "-", "--json"], UGLY.as_bytes()).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["files"][0]["text"], TIDY);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_may_not_be_written_is_told_and_the_others_go_on() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let book = book(folder.path());
    let locked = folder.path().join("locked.sop");
    fs::write(&locked, UGLY).expect("a file can be written");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).expect("it can be locked");
    let ran = run(&["fmt", &book]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("locked.sop` can't be written"), "{}", ran.err);
    assert_eq!(text(folder.path(), "locked.sop"), UGLY);
    assert_eq!(text(folder.path(), "ugly.sop"), TIDY);
    for (path, why) in
        [("/dev/null", "no file that can be laid out"), ("nowhere", "there is no file or folder")]
    {
        let ran = run(&["fmt", path]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(why), "{}", ran.err);
    }
}
