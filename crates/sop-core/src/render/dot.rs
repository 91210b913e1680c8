//! TMP
use crate::model::{Book, FlowId};
/// x
pub fn dot(_b: &Book, _f: FlowId) -> String {
    String::new()
}
