//! TMP
use crate::model::{Book, FlowId};
/// x
pub fn mermaid(_b: &Book, _f: FlowId) -> String {
    String::new()
}
