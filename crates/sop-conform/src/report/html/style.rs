//! The page's style sheet.

/// Colours by scheme, then rules, then paper.
pub(super) const STYLE: &str = "
:root{color-scheme:light dark;--paper:#fff;--ink:#1b2330;--soft:#566070;--rule:#d5dbe2;--card:#f6f8fa;
--cited:#1a7f45;--derived:#2166b8;--assumed:#a34a06;--missing:#b3261e;--told:#6b7685;--warn:#8a5a00;--link:#1f5fae;--mark:#fff3c4}
@media (prefers-color-scheme:dark){:root{--paper:#12161c;--ink:#e8edf3;--soft:#a3aebb;--rule:#323b47;--card:#1a2029;
--cited:#4cc38a;--derived:#6cb0ff;--assumed:#f0a04b;--missing:#ff8a80;--told:#8f9bab;--warn:#e8b84a;--link:#7ab8ff;--mark:#4a3d10}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;padding:1.5rem;max-width:112rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,Segoe UI,Arial,sans-serif}
body:has(#lang-id:checked) [lang=en],body:has(#lang-en:checked) [lang=id]{display:none}
h1{font-size:1.8rem;line-height:1.2;margin:.1em 0 .5em}
h2{font-size:1.3rem;margin:2.2rem 0 .8rem;padding-bottom:.3rem;border-bottom:2px solid var(--rule)}
h2 small{font-weight:400;font-size:.8em;color:var(--soft);margin-left:.4em}
h3{font-size:1.05rem;margin:.2rem 0 .4rem}
h3 code{font-weight:400;color:var(--soft)}
p{margin:.2em 0}
a{color:var(--link)}
code{font:.92em ui-monospace,Consolas,monospace}
ul,ol{list-style:none;margin:0;padding:0}
.languages{float:right;color:var(--soft);font-size:.9rem}
.languages label{margin-left:.8em;cursor:pointer}
.code{color:var(--soft);font-weight:600}
.verdict{padding:.6rem .9rem;border-radius:.5rem;border:1px solid;font-size:1.05rem;max-width:60rem}
.verdict.good{color:var(--cited)}.verdict.bad{color:var(--missing)}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0}
.tiles li{min-width:8.5rem;padding:.5rem .8rem;border:1px solid var(--rule);border-radius:.5rem;background:var(--card);font-size:.9rem;color:var(--soft)}
.tiles b{display:block;font-size:1.6rem;line-height:1.2;color:var(--c,var(--ink))}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;color:var(--soft);font-size:.9rem;margin:.6rem 0}
nav{display:flex;flex-wrap:wrap;gap:.4rem;margin:1rem 0}
nav a{padding:.15rem .6rem;border:1px solid var(--rule);border-radius:1rem;text-decoration:none;font-size:.9rem}
nav a.missing{border-color:var(--missing);color:var(--missing)}
.cited{--c:var(--cited)}.derived{--c:var(--derived)}.assumed{--c:var(--assumed)}.missing,.bad{--c:var(--missing)}.told,.note{--c:var(--told)}.warn{--c:var(--warn)}
.sign{display:inline-block;width:1.35em;height:1.35em;line-height:1.3em;text-align:center;font-style:normal;font-weight:700;border:1.5px solid var(--c);border-radius:50%;color:var(--c);font-size:.85em;flex:none}
.pair{display:grid;grid-template-columns:minmax(19rem,30rem) minmax(0,1fr);gap:1.5rem;align-items:start}
.flows{position:sticky;top:1rem;min-width:0}
.flows article+article{margin-top:2rem}
.picture{overflow:auto;max-height:92vh;border:1px solid var(--rule);border-radius:.5rem}
.picture svg{display:block;max-width:100%;height:auto;min-width:34rem}
section>article .picture{max-height:none}
.flat .clauses{display:grid;grid-template-columns:repeat(auto-fill,minmax(21rem,1fr));gap:.4rem}.flat .clauses li{margin:0}
.clauses li{display:flex;gap:.6rem;padding:.5rem .6rem;border-left:3px solid var(--c);background:var(--card);border-radius:0 .4rem .4rem 0;margin-bottom:.4rem}
.clauses li>div{min-width:0;flex:1}
.clauses li:target,.findings li:target{background:var(--mark)}
.meta{font-size:.85rem;color:var(--soft)}
.meta b{color:var(--ink);font-size:.95rem;margin-right:.3em}
.meta .state{color:var(--c);font-weight:600;margin-left:.3em}
.meta .lane{float:right;padding:0 .5em;border:1px solid var(--rule);border-radius:.8em}
.facts span{display:inline-block;font-size:.82rem;padding:0 .45em;margin:.1em .3em .1em 0;border:1px dashed var(--rule);border-radius:.3em;color:var(--soft)}
.by{font-size:.85rem;display:flex;flex-wrap:wrap;gap:.15rem .8rem;overflow-wrap:anywhere}
.by a,.by span{color:var(--c)}
.counts{font-size:.9rem;color:var(--soft)}.counts span{margin-right:1em}
.finding{border:1px solid var(--c);border-left-width:4px;border-radius:.3rem;padding:.35rem .6rem;margin:.4rem 0;font-size:.9rem}
.finding b,.findings b{color:var(--c)}
.finding .mend{color:var(--soft)}.finding .place{color:var(--soft);font:.8rem ui-monospace,Consolas,monospace}
.findings li{padding:.35rem .6rem;border-left:3px solid var(--c);margin-bottom:.3rem;background:var(--card)}
.findings .clause{font-weight:600;margin-right:.3em}
details{margin:.6rem 0}summary{cursor:pointer;color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.88rem;margin-top:.4rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--rule)}
th{color:var(--soft)}td:first-child{width:38%}
td li{margin-bottom:.15rem}
.confirm{columns:2 26rem;column-gap:2rem}
.confirm li{display:flex;gap:.5rem;break-inside:avoid;padding:.25rem 0}
.confirm small a,.confirm small span{margin-right:.5em;overflow-wrap:anywhere}
.confirm small,.confirm small span{color:var(--soft)}
.confirm .box{font-size:1.1em;line-height:1.3}
.picture g:target .box,.picture g:target>rect{stroke:var(--missing)!important;stroke-width:4!important}
@media (max-width:60rem){.pair{grid-template-columns:1fr}.flows{position:static}.confirm{columns:1}}
@media print{
:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--card:#fff;--cited:#1a7f45;--derived:#2166b8;--assumed:#a34a06;--missing:#b3261e;--told:#555;--warn:#8a5a00;--link:#1f5fae}
body{max-width:none;padding:0;font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.languages,nav{display:none}
.pair{display:block}.flat .clauses{grid-template-columns:1fr 1fr}.flows{position:static}
.picture{max-height:none;overflow:visible;border:0;break-before:page}.picture svg{min-width:0;max-height:100vh;width:100%}
.clauses li,.findings li{break-inside:avoid;border:1px solid var(--rule);border-left:3px solid var(--c)}
details::details-content{content-visibility:visible;display:block}
a{color:inherit;text-decoration:none}
}
";
