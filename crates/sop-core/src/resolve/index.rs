//! Positions by name: a flow may have tens of thousands of facts, a decision as many answers.

use crate::model::Field;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::ops::Deref;

/// Lists of up to so many names are looked through as they are.
pub(super) const SHORT: usize = 16;

/// Where in a list a name stands first. The list keeps its names to itself.
#[derive(Debug)]
pub(super) struct Index(HashTable<u32>);

impl Index {
    /// For a list of so many names.
    pub(super) fn new<'n>(len: usize, name: impl Fn(usize) -> &'n str) -> Self {
        if len <= SHORT {
            return Self(HashTable::new());
        }
        let hash = |i: &u32| hash(name(*i as usize));
        let mut table = HashTable::with_capacity(len);
        for i in 0..u32::try_from(len).unwrap_or(u32::MAX) {
            let same = |other: &u32| name(*other as usize) == name(i as usize);
            if table.find(hash(&i), same).is_none() {
                table.insert_unique(hash(&i), i, hash);
            }
        }
        Self(table)
    }

    /// The first of that name in the list of so many that this was made for.
    pub(super) fn find<'n>(
        &self,
        wanted: &str,
        len: usize,
        name: impl Fn(usize) -> &'n str,
    ) -> Option<usize> {
        if len <= SHORT {
            return (0..len).find(|i| name(*i) == wanted);
        }
        self.0.find(hash(wanted), |i| name(*i as usize) == wanted).map(|i| *i as usize)
    }
}

fn hash(name: &str) -> u64 {
    FixedState::default().hash_one(name)
}

/// Fields that are found by their names.
#[derive(Debug)]
pub(super) struct Fields {
    fields: Vec<Field>,
    index: Index,
}

impl Fields {
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.index.find(name, self.fields.len(), |i| &self.fields[i].name)
    }
}

impl From<Vec<Field>> for Fields {
    fn from(fields: Vec<Field>) -> Self {
        let index = Index::new(fields.len(), |i| &fields[i].name);
        Self { fields, index }
    }
}

impl Deref for Fields {
    type Target = [Field];

    fn deref(&self) -> &[Field] {
        &self.fields
    }
}

/// No fields at all.
pub(super) static NONE: Fields = Fields { fields: Vec::new(), index: Index(HashTable::new()) };

#[cfg(test)]
mod tests;
