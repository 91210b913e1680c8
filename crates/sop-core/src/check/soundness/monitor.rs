//! A law as a small machine over points: what it remembers is one number.

use super::plan::Plan;
use crate::model::{Law, Point};

/// A law, its points numbered.
#[derive(Debug)]
pub(super) struct Monitor {
    form: Form,
    first: Vec<u16>,
    then: Vec<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Precedence,
    NotSuccession,
    Absence,
    AtMost(u32),
    Existence,
    Response,
}

impl Monitor {
    pub(super) fn of(plan: &Plan<'_>, law: &Law) -> Self {
        let numbers = |points: &[Point]| points.iter().filter_map(|p| plan.point(p)).collect::<Vec<u16>>();
        let (form, first, then) = match law {
            Law::Precedence { first, then } => (Form::Precedence, numbers(first), numbers(then)),
            Law::NotSuccession { first, then } => (Form::NotSuccession, numbers(first), numbers(then)),
            Law::Absence { of } => (Form::Absence, Vec::new(), numbers(of)),
            Law::AtMost { times, of } => (Form::AtMost(*times), Vec::new(), numbers(of)),
            Law::Existence { of } => (Form::Existence, Vec::new(), numbers(of)),
            Law::Response { trigger, then, .. } => (Form::Response, numbers(trigger), numbers(then)),
        };
        Self { form, first, then }
    }

    /// What it remembers after these points; `None` if they break the law. `over` tells that the case has ended with them.
    pub(super) fn after(&self, mut memory: u32, points: &[u16], over: bool) -> Option<u32> {
        for point in points {
            let (first, then) = (self.first.contains(point), self.then.contains(point));
            match self.form {
                Form::Precedence => {
                    if then && memory == 0 {
                        return None;
                    }
                    memory |= u32::from(first);
                }
                Form::NotSuccession => {
                    if then && memory == 1 {
                        return None;
                    }
                    memory |= u32::from(first);
                }
                Form::Absence if then => return None,
                Form::AtMost(times) if then => {
                    if memory >= times {
                        return None;
                    }
                    memory += 1;
                }
                Form::Existence => memory |= u32::from(then),
                Form::Response => {
                    if then {
                        memory = 0;
                    }
                    if first {
                        memory = 1;
                    }
                }
                Form::Absence | Form::AtMost(_) => {}
            }
        }
        match self.form {
            Form::Existence if over && memory == 0 => None,
            Form::Response if over && memory == 1 => None,
            _ => Some(memory),
        }
    }
}
