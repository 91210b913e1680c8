//! The style sheet. Every rule is bound to `.sop-flow`, so that a page which holds the picture keeps its own looks.

/// Colours by scheme, then rules.
pub(super) const STYLE: &str = "\
.sop-flow{--paper:#fff;--ink:#1b2330;--soft:#5b6675;--line:#4a5565;--lane:#f6f8fa;--lane-b:#fdfdfe;--rule:#cfd6de;\
--head:#e6ebf1;--box:#fff;--stage:#3d6fb314;--stage-line:#7d9cc7;--cited:#1a7f45;--derived:#2166b8;--assumed:#b45309;\
--unsaid:#8a94a1;--failed:#b3261e;--at:#7c3aed;--at-fill:#f1e9ff;--bar:#39424e;--bar-ink:#fff;\
background:var(--paper);font-family:Arial,Helvetica,\"Liberation Sans\",sans-serif;font-size:13px}
@media screen and (prefers-color-scheme:dark){.sop-flow{--paper:#12161c;--ink:#e8edf3;--soft:#a3aebb;--line:#9aa7b6;\
--lane:#171c24;--lane-b:#141920;--rule:#323b47;--head:#222a35;--box:#1e2530;--stage:#5b8fd61f;--stage-line:#4a6a99;\
--cited:#4cc38a;--derived:#6cb0ff;--assumed:#f0a04b;--unsaid:#7b8794;--failed:#ff7b72;--at:#b794ff;--at-fill:#33265a;\
--bar:#c5ced9;--bar-ink:#12161c}}
.sop-flow text{fill:var(--ink)}
.sop-flow .paper{fill:var(--paper)}
.sop-flow .code,.sop-flow .lane-name,.sop-flow .heading{font-weight:700}
.sop-flow .title{font-size:19px;font-weight:700}
.sop-flow .meta{font-size:12px;fill:var(--soft)}
.sop-flow .rule{stroke:var(--rule);fill:none}
.sop-flow .lane{fill:var(--lane);stroke:var(--rule)}
.sop-flow .lane.odd{fill:var(--lane-b)}
.sop-flow .lane-head{fill:var(--head);stroke:var(--rule)}
.sop-flow .stage rect{fill:var(--stage);stroke:var(--stage-line);stroke-dasharray:7 4}
.sop-flow .heading{font-size:12.5px;fill:var(--derived)}
.sop-flow .small{font-size:10.5px;fill:var(--soft)}
.sop-flow .strong{fill:var(--ink)}
.sop-flow .link path{fill:none;stroke:var(--line);stroke-width:1.5}
.sop-flow .link.time path{stroke-dasharray:6 3}
.sop-flow .link.failed path{stroke:var(--failed)}
.sop-flow .head{fill:var(--line)}
.sop-flow .head-failed{fill:var(--failed)}
.sop-flow .label rect{fill:var(--paper);stroke:var(--g)}
.sop-flow .on-link{font-size:11px}
.sop-flow a{text-decoration:none}
.sop-flow .g-cited{--g:var(--cited)}
.sop-flow .g-derived{--g:var(--derived)}
.sop-flow .g-assumed{--g:var(--assumed)}
.sop-flow .g-unsaid{--g:var(--unsaid)}
.sop-flow .label.g-unsaid rect{stroke:var(--rule)}
.sop-flow .box{fill:var(--box);stroke:var(--g);stroke-width:1.6}
.sop-flow .inner{fill:none;stroke:var(--g)}
.sop-flow .entry .box,.sop-flow .end .box{stroke-width:2.4}
.sop-flow .resume .box{stroke-dasharray:3 3}
.sop-flow .bar{fill:var(--bar);stroke:none}
.sop-flow .fork text,.sop-flow .join text{fill:var(--bar-ink)}
.sop-flow .icon,.sop-flow .icon *{fill:none;stroke:var(--ink);stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.sop-flow .badge rect{fill:var(--g)}
.sop-flow .badge text{font-size:9.5px;font-weight:700;fill:var(--paper)}
.sop-flow .at .box{fill:var(--at-fill);stroke:var(--at);stroke-width:4}
.sop-flow .at .bar{fill:var(--at)}
.sop-flow a:hover .box,.sop-flow a:focus-visible .box{stroke-width:3}
@media print{.sop-flow{width:100%;height:auto;max-height:100vh;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
";

/// Rules for a picture of two revisions, behind those of every picture. Dashes, widths, strokes through the words and signs say
/// the same as the colours.
pub(super) const MARKS: &str = "\
.sop-flow{--added:#1a7f45;--removed:#b3261e;--changed:#9a6700;--added-fill:#e3f6ea;--removed-fill:#fdecea;--changed-fill:#fff6dd}
@media screen and (prefers-color-scheme:dark){.sop-flow{--added:#4cc38a;--removed:#ff7b72;--changed:#e3b341;--added-fill:#12331f;\
--removed-fill:#3a1a19;--changed-fill:#332a10}}
.sop-flow .added{--m:var(--added)}
.sop-flow .removed{--m:var(--removed)}
.sop-flow .changed{--m:var(--changed)}
.sop-flow .added .box{fill:var(--added-fill)}
.sop-flow .removed .box{fill:var(--removed-fill)}
.sop-flow .changed .box{fill:var(--changed-fill)}
.sop-flow .added .box,.sop-flow .changed .box{stroke:var(--m);stroke-width:3}
.sop-flow .removed .box,.sop-flow .removed .inner{stroke:var(--m);stroke-dasharray:6 4}
.sop-flow .removed .bar{fill:var(--m)}
.sop-flow .removed .name,.sop-flow .removed .small,.sop-flow .heading.removed{text-decoration:line-through}
.sop-flow .sign circle{fill:var(--m)}
.sop-flow .sign text{font-size:12px;font-weight:700;fill:var(--paper)}
.sop-flow .link.added path,.sop-flow .link.changed path{stroke:var(--m);stroke-width:3}
.sop-flow .link.removed path{stroke:var(--m);stroke-dasharray:2 4}
.sop-flow .label.added rect,.sop-flow .label.changed rect,.sop-flow .label.removed rect{stroke:var(--m)}
.sop-flow .label.removed rect{stroke-dasharray:2 3}
.sop-flow .label.added text,.sop-flow .label.changed text{font-weight:700}
.sop-flow .stage.added rect,.sop-flow .stage.changed rect,.sop-flow .stage.removed rect{stroke:var(--m);stroke-width:2}
.sop-flow .stage.removed rect{stroke-dasharray:2 4}
.sop-flow .heading.added,.sop-flow .heading.changed,.sop-flow .heading.removed{fill:var(--m)}
.sop-flow .head-added{fill:var(--added)}
.sop-flow .head-removed{fill:var(--removed)}
.sop-flow .head-changed{fill:var(--changed)}
";
