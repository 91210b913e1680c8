//! Moving cases that are under way to the engine's book: all of a family together, or none of it.
//!
//! Cases that can't be moved go on running on the edition on which they began, and are listed with the reasons. Each family
//! moves in one commit: whatever happens in between, a case is on one edition or on the other, with everything of it.

use super::Engine;
use super::apply::Moving;
use super::edition::Edition;
use super::error::EngineError;
use super::families::FamilyGuard;
use super::inner::{Inner, Mode};
use super::look::hexadecimal;
use super::meta::Meta;
use crate::host::store::{CaseFilter, CaseId, CaseRow, CaseStatus, EditionId, Store, StoreError};
use crate::kernel::{Passage, Reason};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What moving cases comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveReport {
    /// Fingerprint of the book and settings that they move to, in hexadecimal.
    pub to: String,
    /// Every case under way that does not run on it yet, by number.
    pub cases: Vec<CaseMove>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMove {
    /// Its number.
    pub case: CaseId,
    /// Name of its flow.
    pub flow: String,
    /// The case that started or called it.
    pub parent: Option<CaseId>,
    /// Fingerprint of what it runs on, in hexadecimal.
    pub from: String,
    /// Whether it moves.
    #[serde(flatten)]
    pub outcome: MoveOutcome,
}

/// Whether a case moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[non_exhaustive]
pub enum MoveOutcome {
    /// It does, or has.
    Moves,
    /// It would be stranded.
    Stays {
        /// Why.
        reasons: Vec<Reason>,
    },
    /// It could move, but one of its family - the cases that started it, or that it started - can't.
    StaysWith {
        /// The case that can't.
        case: CaseId,
    },
}

impl MoveReport {
    /// How many cases move.
    pub fn moving(&self) -> usize {
        self.cases.iter().filter(|c| c.outcome == MoveOutcome::Moves).count()
    }
}

impl Engine {
    /// What [`Engine::move_cases`] would do now. Changes nothing; also for an engine that only looks.
    pub async fn plan_move(&self, only: &[CaseId]) -> Result<MoveReport, EngineError> {
        Arc::clone(self.inner()).move_all(only.to_vec(), None).await
    }

    /// Moves cases under way to the book with which this engine was built: all of them, or those of `only` with their
    /// families. Cases that would be stranded stay on the edition on which they began.
    pub async fn move_cases(
        &self,
        only: &[CaseId],
        meta: impl Into<Meta>,
    ) -> Result<MoveReport, EngineError> {
        let (only, meta): (_, Meta) = (only.to_vec(), meta.into());
        meta.fits()?;
        if self.inner().mode != Mode::Move {
            self.inner().check_open()?;
        }
        self.in_task(move |inner, held| async move {
            let _held = held;
            inner.move_all(only, Some(meta)).await
        })
        .await
    }
}

/// The cases of a family that would move, and what became of each.
#[derive(Default)]
struct FamilyPlan {
    moving: Vec<Moving>,
    cases: Vec<CaseMove>,
}

impl Inner {
    /// Plans for all, and moves if there is a `meta` for it.
    async fn move_all(
        self: Arc<Self>,
        only: Vec<CaseId>,
        meta: Option<Meta>,
    ) -> Result<MoveReport, EngineError> {
        let open = CaseFilter { open_only: true, ..CaseFilter::default() };
        let rows = self.writer.read(move |store| store.cases(&open)).await?;
        let mut roots = BTreeSet::new();
        for row in rows.iter().filter(|r| only.is_empty() || only.contains(&r.id)) {
            roots.insert(self.root(row.id).await?);
        }
        let mut passages = BTreeMap::new();
        let mut cases = Vec::new();
        for root in roots {
            let mut family = self.families.lock(root).await;
            let plan = self.plan_family(&mut family, root, &mut passages).await?;
            let stays = plan.cases.iter().any(|c| c.outcome != MoveOutcome::Moves);
            if let (false, Some(meta)) = (stays || plan.moving.is_empty(), &meta) {
                self.move_family(&mut family, plan.moving, meta).await?;
            }
            cases.extend(plan.cases);
        }
        cases.sort_unstable_by_key(|c| c.case);
        Ok(MoveReport { to: hexadecimal(self.current.id), cases })
    }

    async fn plan_family(
        &self,
        family: &mut FamilyGuard,
        root: CaseId,
        passages: &mut BTreeMap<EditionId, Arc<Passage>>,
    ) -> Result<FamilyPlan, EngineError> {
        let rows = self.writer.read(move |store| members(store, root)).await?;
        let mut plan = FamilyPlan::default();
        for row in rows.into_iter().filter(|r| r.status == CaseStatus::Open && r.edition != self.current.id) {
            let outcome = match self.plan_case(family, &row, passages).await {
                Ok(Ok(moving)) => {
                    plan.moving.push(moving);
                    MoveOutcome::Moves
                }
                Ok(Err(reasons)) => MoveOutcome::Stays { reasons },
                // One that can't be read must not hold up the others.
                Err(EngineError::Damaged { what, .. }) => {
                    MoveOutcome::Stays { reasons: vec![Reason::NoPlace { what }] }
                }
                Err(error) => return Err(error),
            };
            let parent = row.parent.map(|(parent, _)| parent);
            plan.cases.push(CaseMove {
                case: row.id,
                flow: row.flow,
                parent,
                from: hexadecimal(row.edition),
                outcome,
            });
        }
        let stranded = plan.cases.iter().find(|c| c.outcome != MoveOutcome::Moves).map(|c| c.case);
        if let Some(case) = stranded {
            for other in plan.cases.iter_mut().filter(|c| c.outcome == MoveOutcome::Moves) {
                other.outcome = MoveOutcome::StaysWith { case };
            }
        }
        Ok(plan)
    }

    async fn plan_case(
        &self,
        family: &mut FamilyGuard,
        row: &CaseRow,
        passages: &mut BTreeMap<EditionId, Arc<Passage>>,
    ) -> Result<Result<Moving, Vec<Reason>>, EngineError> {
        let loaded = family.get(self, row.id).await?;
        let (old, new): (&Edition, &Edition) = (&loaded.edition, &self.current);
        let passage = passages.entry(old.id).or_insert_with(|| {
            Arc::new(Passage::between((&old.book, &old.program), (&new.book, &new.program)))
        });
        let now = self.clock.now();
        let at = loaded.state.last().map_or(now, |last| last.max(now));
        let carried = passage.carry(&old.program, &new.program, &loaded.state, at);
        Ok(carried.map_err(|stranded| stranded.reasons).map(|(state, effects)| {
            let mut row = loaded.row.clone();
            let from = std::mem::replace(&mut row.edition, new.id);
            Moving { row, state, at, from, effects }
        }))
    }
}

/// All cases of a family, parents before their children.
fn members(store: &mut dyn Store, root: CaseId) -> Result<Vec<CaseRow>, StoreError> {
    let mut found: Vec<CaseRow> = store.case(root)?.map(|(row, _)| row).into_iter().collect();
    let mut next = 0;
    while let Some(row) = found.get(next) {
        let parent = row.id;
        // A child is younger than its parent; so this ends, whatever the store says.
        found.extend(store.children(parent)?.into_iter().filter(|c| c.id > parent));
        next += 1;
    }
    Ok(found)
}
