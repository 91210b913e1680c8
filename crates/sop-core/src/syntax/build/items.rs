//! Top-level items.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding, names};
use crate::source::Spanned;
use crate::syntax::keywords::called;
use crate::syntax::parse::Rule;
use crate::syntax::recover::Within;
use crate::syntax::tree::{
    ApprovalItem, ClauseItem, Declaration, DeclarationClause, DocumentItem, Field, HeldItem, HeldValue, Item,
    Name, SectionItem, SettingItem, Text, Type, ZoneItem,
};
use crate::words;

fn held<T>(value: Spanned<T>, kind: impl FnOnce(T) -> HeldValue) -> Spanned<HeldValue> {
    Spanned::new(kind(value.value), value.at)
}

impl Builder<'_> {
    /// One item.
    pub(super) fn item(&mut self, pair: Pair<'_>) -> Option<Item> {
        Some(match pair.as_rule() {
            Rule::use_item => {
                let path = pair.into_inner().find(|p| p.as_rule() == Rule::string)?;
                Item::Use(self.text(&path))
            }
            Rule::zone => {
                let at = self.at(&pair);
                let mut offset = Spanned::new(0, at);
                let mut name = Spanned::new(String::new(), at);
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::offset => offset = self.offset(&p),
                        Rule::string => name = self.text(&p),
                        _ => {}
                    }
                }
                Item::Zone(ZoneItem { offset_minutes: offset, name, at })
            }
            Rule::document => Item::Document(Box::new(self.document(pair))),
            Rule::lane => Item::Lane(self.declaration(pair, "lane")),
            Rule::system => Item::System(self.declaration(pair, "system")),
            Rule::event => Item::Event(self.declaration(pair, "event")),
            Rule::action => Item::Action(self.declaration(pair, "action")),
            Rule::message => Item::Message(self.declaration(pair, "message")),
            Rule::setting => Item::Setting(Box::new(self.setting(pair)?)),
            Rule::calendar => Item::Calendar(Box::new(self.calendar(pair))),
            Rule::hours => Item::Hours(Box::new(self.hours(pair))),
            Rule::table => Item::Table(Box::new(self.table(pair))),
            Rule::flow | Rule::bad_flow => Item::Flow(Box::new(self.flow(pair))),
            Rule::rule_item => Item::Rule(Box::new(self.rule(pair))),
            Rule::scenario_item => Item::Scenario(Box::new(self.scenario(pair)?)),
            _ => return None,
        })
    }

    /// The place from the start of a pair to the end of its head's last part.
    pub(super) fn head(&self, pair: &Pair<'_>, ends_before: &[Rule]) -> crate::source::Span {
        let start = pair.start();
        let end = pair
            .into_inner()
            .take_while(|p| !ends_before.contains(&p.as_rule()))
            .last()
            .map_or(start, |p| p.start() + p.as_str().trim_end().len());
        self.span(start, end)
    }

    fn document(&mut self, pair: Pair<'_>) -> DocumentItem {
        let at = self.head(
            &pair,
            &[Rule::revision, Rule::effective, Rule::approval, Rule::section, Rule::clause, Rule::bad_clause],
        );
        let mut item = DocumentItem {
            code: Name::missing(at),
            title: Spanned::new(String::new(), at),
            revision: None,
            effective: None,
            approvals: Vec::new(),
            sections: Vec::new(),
            clauses: Vec::new(),
            at,
        };
        for p in pair.into_inner() {
            let here = self.at(&p);
            match p.as_rule() {
                Rule::code => item.code = self.name(&p),
                Rule::string => item.title = self.text(&p),
                Rule::revision => {
                    if let Some(id) = p.into_inner().find(|p| p.as_rule() == Rule::clause_id) {
                        let id = self.name(&id);
                        self.once(&mut item.revision, id, here, "revision");
                    }
                }
                Rule::effective => {
                    if let Some(date) = p.into_inner().find(|p| p.as_rule() == Rule::date) {
                        let date = self.date(&date);
                        self.once(&mut item.effective, date, here, "effective");
                    }
                }
                Rule::approval => item.approvals.extend(self.approval(p)),
                Rule::section => item.sections.extend(self.section(p)),
                Rule::clause => item.clauses.extend(self.clause_item(p)),
                Rule::bad_clause => self.bad(&p, Within::Block("document")),
                _ => {}
            }
        }
        item
    }

    fn approval(&mut self, pair: Pair<'_>) -> Option<ApprovalItem> {
        let (mut kind, mut texts, mut on) = (None, Vec::new(), None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::kw_made | Rule::kw_checked | Rule::kw_approved => kind = Some(self.name(&p)),
                Rule::string => texts.push(self.text(&p)),
                Rule::date => on = Some(self.date(&p)),
                _ => {}
            }
        }
        let mut texts = texts.into_iter();
        Some(ApprovalItem { kind: kind?, name: texts.next()?, job: texts.next()?, on: on? })
    }

    fn section(&mut self, pair: Pair<'_>) -> Option<SectionItem> {
        let at = self.at(&pair);
        let (mut id, mut title, mut pages, mut fingerprint) = (None, None, Vec::new(), None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::clause_id => id = Some(self.name(&p)),
                Rule::string => title = Some(self.text(&p)),
                Rule::number => pages.push(self.number(&p)),
                Rule::fingerprint => fingerprint = self.fingerprint(p),
                _ => {}
            }
        }
        let (mut pages, title) = (pages.into_iter(), title?);
        let (first_page, last_page) = (pages.next()?, pages.next());
        Some(SectionItem { id: id?, title, first_page, last_page, fingerprint, at })
    }

    fn fingerprint(&mut self, pair: Pair<'_>) -> Option<Text> {
        pair.into_inner().find(|p| p.as_rule() == Rule::string).map(|t| self.text(&t))
    }

    fn clause_item(&mut self, pair: Pair<'_>) -> Option<ClauseItem> {
        let at = self.at(&pair);
        let (mut id, mut kind, mut page, mut lane, mut gist) = (None, None, None, None, None);
        let (mut fingerprint, mut holds) = (None, Vec::new());
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::clause_id => id = Some(self.name(&p)),
                Rule::word => kind = Some(self.name(&p)),
                Rule::number => page = Some(self.number(&p)),
                Rule::by => lane = self.named(p),
                Rule::string => gist = Some(self.text(&p)),
                Rule::clause_block => {
                    for p in p.into_inner() {
                        match p.as_rule() {
                            Rule::fingerprint => fingerprint = self.fingerprint(p),
                            Rule::held => holds.extend(self.held(p)),
                            Rule::bad_clause => self.bad(&p, Within::Block("clause")),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        Some(ClauseItem { id: id?, kind: kind?, page: page?, lane, gist: gist?, fingerprint, holds, at })
    }

    fn held(&mut self, pair: Pair<'_>) -> Option<HeldItem> {
        let at = self.at(&pair);
        let (mut kind, mut value) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::word => kind = Some(self.name(&p)),
                Rule::date => value = Some(held(self.date(&p), HeldValue::Date)),
                Rule::time => value = Some(held(self.time(&p), HeldValue::Time)),
                Rule::duration => value = Some(held(self.duration(&p), HeldValue::Duration)),
                Rule::string => value = Some(held(self.text(&p), HeldValue::Text)),
                _ => {}
            }
        }
        Some(HeldItem { kind: kind?, value: value?, at })
    }

    /// The first name inside a pair.
    pub(super) fn named(&self, pair: Pair<'_>) -> Option<Name> {
        pair.into_inner().find(|p| p.as_rule() == Rule::name).map(|p| self.name(&p))
    }

    /// Text of a `label`.
    pub(super) fn label(&mut self, pair: Pair<'_>) -> Option<Text> {
        pair.into_inner().next().map(|p| self.text(&p))
    }

    fn declaration(&mut self, pair: Pair<'_>, what: &'static str) -> Declaration {
        let at = self.head(&pair, &[Rule::declared_block]);
        let mut item = Declaration { name: Name::missing(at), label: None, clauses: Vec::new(), at };
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => item.name = self.name(&p),
                Rule::label => item.label = self.label(p),
                Rule::declared_block => {
                    for clause in p.into_inner() {
                        item.clauses.extend(self.declared(clause, what));
                    }
                }
                _ => {}
            }
        }
        self.want_label(item.label.is_none(), what, &item.name);
        item
    }

    pub(super) fn want_label(&mut self, missing: bool, keyword: &str, name: &Name) {
        if missing {
            self.say(
                Finding::new(
                    Code::MissingPart,
                    name.at,
                    words!("no-label", what = called(keyword), name = &name.value),
                )
                .here(words!("no-label.here"))
                .because(words!("no-label.why"))
                .mend(words!("no-label.mend", keyword = keyword, name = &name.value)),
            );
        }
    }

    fn declared(&mut self, pair: Pair<'_>, what: &'static str) -> Option<DeclarationClause> {
        let at = self.at(&pair);
        let rule = pair.as_rule();
        let fits: &[&str] = match rule {
            Rule::bad_clause => {
                self.bad(&pair, Within::Block(what));
                return None;
            }
            Rule::retired => &["system"],
            Rule::carries | Rule::silence => &["event"],
            Rule::takes => &["action", "message"],
            Rule::gives_fields | Rule::limit | Rule::retries => &["action"],
            Rule::words => &["message"],
            _ => &["lane", "system", "event", "action", "message"],
        };
        if !fits.contains(&what) {
            self.misplaced(&pair, what, fits);
            return None;
        }
        Some(match rule {
            Rule::note => DeclarationClause::Note(self.first_text(pair)?),
            Rule::retired => {
                let id = pair.into_inner().find(|p| p.as_rule() == Rule::clause_id)?;
                DeclarationClause::Retired(self.name(&id))
            }
            Rule::carries => DeclarationClause::Carries(self.fields(pair)),
            Rule::silence => DeclarationClause::BreaksSilence(at),
            Rule::takes => DeclarationClause::Takes(self.fields(pair)),
            Rule::gives_fields => DeclarationClause::Gives(self.fields(pair)),
            Rule::limit => {
                let length = pair.into_inner().find(|p| p.as_rule() == Rule::duration)?;
                DeclarationClause::Limit(self.duration(&length))
            }
            Rule::retries => {
                let (mut times, mut every, mut doubling) = (None, None, false);
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::number => times = Some(self.number(&p)),
                        Rule::duration => every = Some(self.duration(&p)),
                        Rule::kw_doubling => doubling = true,
                        _ => {}
                    }
                }
                DeclarationClause::Retries { times: times?, every: every?, doubling, at }
            }
            Rule::words => {
                let (mut language, mut text) = (None, None);
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::word => language = Some(self.name(&p)),
                        _ => text = Some(self.text(&p)),
                    }
                }
                DeclarationClause::Words { language: language?, text: text? }
            }
            _ => DeclarationClause::Ground(self.ground(pair)?),
        })
    }

    /// A clause that has no place here.
    pub(super) fn misplaced(&mut self, pair: &Pair<'_>, block: &str, fits: &[&str]) {
        let word = pair.as_str().split_whitespace().next().unwrap_or_default();
        let at = self.at(pair);
        self.say(
            Finding::new(Code::MisplacedClause, at, words!("misplaced-clause", word = word, block = block))
                .here(words!("misplaced-clause.here"))
                .mend(words!("misplaced-clause.mend", blocks = names(fits.iter().copied()))),
        );
    }

    /// The first string inside a pair.
    pub(super) fn first_text(&mut self, pair: Pair<'_>) -> Option<Text> {
        pair.into_inner().find(|p| p.as_rule() == Rule::string).map(|p| self.text(&p))
    }

    /// `name: TYPE, …` inside a pair.
    pub(super) fn fields(&mut self, pair: Pair<'_>) -> Vec<Field> {
        let fields = pair.into_inner().find(|p| p.as_rule() == Rule::fields);
        let fields = fields.map(Pair::into_inner).into_iter().flatten();
        fields.filter_map(|p| self.field(p)).collect()
    }

    fn field(&mut self, pair: Pair<'_>) -> Option<Field> {
        let (mut name, mut ty) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                Rule::type_ => ty = Some(self.ty(p)),
                _ => {}
            }
        }
        Some(Field { name: name?, ty: ty? })
    }

    /// A type.
    pub(super) fn ty(&mut self, pair: Pair<'_>) -> Spanned<Type> {
        let at = self.at(&pair);
        let inner = if pair.as_rule() == Rule::type_ { pair.into_inner().next() } else { Some(pair) };
        let Some(inner) = inner else { return Spanned::new(Type::Text, at) };
        let ty = match inner.as_rule() {
            Rule::one_of => Type::OneOf(
                inner
                    .into_inner()
                    .filter(|p| p.as_rule() == Rule::choice)
                    .filter_map(|p| self.choice(p))
                    .collect(),
            ),
            Rule::list_of => {
                let of = inner.into_inner().find(|p| matches!(p.as_rule(), Rule::one_of | Rule::word));
                Type::List(Box::new(of.map_or(Spanned::new(Type::Text, at), |p| self.ty(p))))
            }
            _ => match inner.as_str() {
                "yes_no" => Type::YesNo,
                "text" => Type::Text,
                "number" => Type::Number,
                "date" => Type::Date,
                "time" => Type::Time,
                "moment" => Type::Moment,
                "duration" => Type::Duration,
                other => {
                    let near = super::recover::nearest(
                        other,
                        ["yes_no", "text", "number", "date", "time", "moment", "duration"],
                    );
                    let mend = near.map_or_else(
                        || words!("unknown-type.mend"),
                        |near| words!("did-you-mean", near = near),
                    );
                    let finding = Finding::new(Code::UnknownName, at, words!("unknown-type", type = other))
                        .here(words!("unknown-type.here"))
                        .mend(mend);
                    self.say(finding);
                    Type::Text
                }
            },
        };
        Spanned::new(ty, at)
    }

    fn choice(&mut self, pair: Pair<'_>) -> Option<(Name, Option<Text>)> {
        let (mut name, mut label) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                _ => label = Some(self.text(&p)),
            }
        }
        Some((name?, label))
    }

    fn setting(&mut self, pair: Pair<'_>) -> Option<SettingItem> {
        let at = self.head(&pair, &[Rule::setting_block]);
        let (mut field, mut label, mut default) = (None, None, None);
        let (mut grounds, mut notes) = (Vec::new(), Vec::new());
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::field => field = self.field(p),
                Rule::label => label = self.label(p),
                Rule::setting_block => {
                    for clause in p.into_inner() {
                        let here = self.at(&clause);
                        match clause.as_rule() {
                            Rule::default => {
                                if let Some(e) = clause.into_inner().find(|p| p.as_rule() == Rule::expr) {
                                    let e = self.expr(e);
                                    self.once(&mut default, e, here, "default");
                                }
                            }
                            Rule::note => notes.extend(self.first_text(clause)),
                            Rule::bad_clause => self.bad(&clause, Within::Block("setting")),
                            _ => grounds.extend(self.ground(clause)),
                        }
                    }
                }
                _ => {}
            }
        }
        let field = field?;
        self.want_label(label.is_none(), "setting", &field.name);
        Some(SettingItem { field, label, default, grounds, notes, at })
    }
}
