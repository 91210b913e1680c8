//! No English reaches the desk for what happens every day.

use super::*;
use crate::speech::say_in;
use sop::CaseId;
use sop::diagnostic::Lang;
use sop::kernel::TaskId;

#[test]
fn what_the_engine_refuses_is_told_in_the_agents_words() {
    let rejected = |source| EngineError::Rejected { case: CaseId(3), source };
    let missing = FieldError::Missing { field: "need".to_owned(), wanted: "text".to_owned() };
    let unknown = FieldError::Unknown { field: "x".to_owned(), known: Vec::new() };
    let told = [
        engine(&EngineError::UnknownCase(CaseId(9))),
        engine(&EngineError::Fields(FieldErrors(vec![missing, unknown]))),
        engine(&EngineError::UnknownAnswer {
            node: "solvable".to_owned(),
            answer: "mungkin".to_owned(),
            known: vec!["yes".to_owned(), "no".to_owned()],
        }),
        engine(&rejected(Rejected::TaskNotOpen(TaskId(1)))),
        engine(&rejected(Rejected::CaseOver)),
        engine(&EngineError::Closed),
        command(&NotACommand::Unknown("halo".to_owned())),
        command(&NotACommand::Missing { word: "do", what: words!("needs-step") }),
    ];
    let said = |lang| told.iter().map(|words| say_in(lang, words)).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(said(Lang::Id));
    insta::assert_snapshot!("in_english", said(Lang::En));
}

#[test]
fn every_limit_is_told_in_the_agents_words() {
    let (case, found) = (CaseId(3), 70_000);
    let field = || "need".to_owned();
    let fields = vec![
        FieldError::TooLong { field: field(), found },
        FieldError::TooManyItems { field: field() },
        FieldError::TooManyFields { found },
        FieldError::AllTooLong,
    ];
    let limits = [
        Limit::Request { found },
        Limit::Actor { found },
        Limit::Reason { found },
        Limit::Facts { case, found },
        Limit::Journal { case },
        Limit::Effects { case, found },
        Limit::Children { case, found },
    ];
    let mut told = vec![engine(&EngineError::Fields(FieldErrors(fields)))];
    told.extend(limits.map(|limit| engine(&EngineError::Limit(limit))));
    let said = |lang| told.iter().map(|words| say_in(lang, words)).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("limits", said(Lang::Id));
    insta::assert_snapshot!("limits_in_english", said(Lang::En));
}
