//! TMP
use crate::model::{Book, FlowId};
/// x
pub fn json(_b: &Book, _f: FlowId) -> String {
    String::new()
}
