//! Findings as text for people: excerpt, reason, mend.
