//! What is wrong with a model that could be built: one file a finding.
