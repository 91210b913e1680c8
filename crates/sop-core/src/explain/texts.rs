//! The list of the texts: a code's file stands here, or the code isn't explained.

macro_rules! texts {
    ($($code:literal)+) => {
        /// Each code's name and its file's text, in the order of the codes.
        pub(super) const TEXTS: &[(&str, &str)] = &[$(($code, include_str!(concat!($code, ".md")))),+];
    };
}

texts! {
    "S001" "S002" "S003" "S004" "S005" "S006" "S007" "S008" "S009" "S010" "S011" "S012" "S013" "S014" "S015"
    "S101" "S102" "S103" "S104" "S105" "S106" "S107" "S108"
    "S201" "S202" "S203" "S204" "S205" "S206" "S207" "S208" "S209" "S210" "S211" "S212" "S213" "S214" "S215" "S216" "S217"
    "S220" "S221" "S222" "S223" "S224" "S225"
    "S230" "S231" "S232" "S233"
    "S301" "S302" "S303" "S304" "S305" "S306" "S307" "S308"
    "S401" "S402" "S403" "S404" "S405" "S406" "S407" "S408" "S409" "S410"
    "S501" "S502" "S503" "S504" "S505" "S506" "S507"
    "S601" "S602" "S604" "S611"
    "C101" "C102" "C103"
    "C201" "C202" "C203" "C204" "C205" "C206" "C207"
    "C301"
    "C401"
    "C501" "C502"
    "C601" "C602" "C603" "C604"
    "C701" "C702" "C703"
    "C801" "C802" "C803" "C804" "C805" "C806" "C807" "C808"
    "C901"
}
