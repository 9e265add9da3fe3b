/** The style of the report page: light and dark by the reader's setting, narrow screens, print. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --surface: #ffffff; --ink: #1b2330; --quiet: #5a6577; --line: #e1e5eb;
  --training: #d9730d; --validation: #2466c8; --guess: #7b8494; --control: #8e44ad;
  --right: #1d62b4; --wrong: #dd5a26; --good: #18794e; --good-tint: #e7f5ee; --fair: #8a6100; --fair-tint: #fdf4de;
  --bad: #b3261e; --bad-tint: #fcebe9; --strong-right: #ffffff; --strong-wrong: #1b2330;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #10141b; --surface: #181e27; --ink: #e6eaf0; --quiet: #9ba6b6; --line: #2a3340;
    --training: #f0964a; --validation: #6aa5f5; --guess: #8f99a8; --control: #c58be0;
    --right: #4a94e6; --wrong: #ec7242; --good: #5fd39a; --good-tint: #14291f; --fair: #e8b84a; --fair-tint: #2b2413;
    --bad: #ff8a80; --bad-tint: #331a1a; --strong-right: #0c1118; --strong-wrong: #0c1118;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 75rem; padding: 2rem 1.5rem 4rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1, h2, h3, p, figure, dl, dd, ul, ol { margin: 0; padding: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.3; }
h3 { font-size: 1rem; }
ul, ol { list-style: none; }
a { color: var(--validation); }
header p, .quiet, figcaption p, section > p { color: var(--quiet); }
header { margin-bottom: 1.25rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .5rem; }
section { margin-top: 1.25rem; padding: 1.5rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--surface); }
section > * + * { margin-top: 1rem; }
section > h2 + p { margin-top: .25rem; }
.path { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .85em; overflow-wrap: anywhere; }

.headline { --tone: var(--good); --tint: var(--good-tint); border-top: .3rem solid var(--tone); }
.headline.fair { --tone: var(--fair); --tint: var(--fair-tint); }
.headline.bad { --tone: var(--bad); --tint: var(--bad-tint); }
.judgment { display: flex; gap: 1rem; align-items: flex-start; }
.judgment h2 { font-size: 1.5rem; color: var(--tone); }
.sign { flex: none; display: grid; place-items: center; width: 3rem; height: 3rem; border-radius: 50%; background: var(--tint); color: var(--tone);
  font-size: 1.6rem; font-weight: 700; }
.ruler { position: relative; height: .9rem; margin: 2.5rem 0 3.75rem; border-radius: .45rem; background: var(--line); }
.ruler.short { margin-bottom: 2.5rem; }
.ruler .reach { position: absolute; inset: 0 auto 0 0; width: calc(var(--at) * 100%); border-radius: inherit; background: var(--tone); opacity: .85; }
.mark { position: absolute; left: calc(var(--at) * 100%); top: -.4rem; bottom: -.4rem; width: 0; border-left: 2px solid var(--ink); }
.mark b { position: absolute; white-space: nowrap; font-size: .85rem; font-weight: 600; line-height: 1.3; }
.mark.below b { top: 100%; padding-top: .25rem; } .mark.above b { bottom: 100%; padding-bottom: .15rem; }
.mark.start b { left: -2px; } .mark.end b { right: 0; }
.mark.second b { top: calc(100% + 1.15rem); }
.mark.validation b { color: var(--tone); font-weight: 700; } .mark.control b { color: var(--control); } .mark.guess b { color: var(--quiet); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1px; overflow: hidden; border: 1px solid var(--line);
  border-radius: .5rem; }
.tiles > div { padding: .75rem 1rem; box-shadow: 0 0 0 1px var(--line); }
.tiles dt { font-size: .85rem; color: var(--quiet); }
.tiles dd { font-size: 1.5rem; font-weight: 650; line-height: 1.3; }
.tiles small { display: block; font-size: .8rem; font-weight: 400; color: var(--quiet); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem 2rem; }
.charts.small { grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
figure { display: flex; flex-direction: column; justify-content: space-between; min-width: 0; }
figure.square { max-width: 28rem; }
figcaption { margin-bottom: .5rem; } figcaption p { font-size: .875rem; }
.chart { display: block; width: 100%; height: auto; font: 13px system-ui, sans-serif; font-variant-numeric: tabular-nums; overflow: visible; }
.chart text { white-space: pre; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin-top: .35rem; font-size: .875rem; }
.legend li { display: flex; align-items: center; gap: .45rem; }
.line { position: relative; display: inline-block; width: 1.5rem; border-top: 3px solid var(--color); }
.line.training { --color: var(--training); } .line.validation { --color: var(--validation); }
.line.guess { --color: var(--guess); } .line.control { --color: var(--control); }
.line.dashed { border-top: 2px dashed var(--color); } .line.dashed.control { border-top: 3px dotted var(--color); } .line.pale { opacity: .5; }
.line.dotted::after { content: ""; position: absolute; top: -6px; left: .5rem; width: 9px; height: 9px; border-radius: 50%; background: var(--color); }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
caption { padding-bottom: .35rem; text-align: left; font-weight: 600; }
th, td { padding: .3rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--quiet); white-space: nowrap; border-bottom-width: 2px; }
.numeric { text-align: right; }
.bar { display: inline-block; width: 6.5rem; padding: 0 .35rem; border-radius: .2rem;
  background: linear-gradient(90deg, color-mix(in srgb, var(--validation) 30%, transparent) calc(var(--share) * 100%), var(--page) 0); }
.side-by-side { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1.5rem 3rem; }
.side-by-side > * { min-width: 0; max-width: 100%; } .side-by-side > .picture { width: 100%; max-width: 47.5rem; }
.confusion { border-collapse: separate; border-spacing: 2px; }
.confusion td, .confusion th { padding: 0 .15rem; border: 0; }
.confusion td { min-width: 2.1rem; height: 2.1rem; text-align: center; vertical-align: middle; border-radius: .25rem; background: var(--page); }
.confusion thead td { background: none; }
.confusion tbody th { position: sticky; left: 0; max-width: 13rem; padding-right: .6rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: middle; background: var(--surface); }
.confusion thead th { vertical-align: bottom; color: var(--ink); }
.confusion thead span { display: block; max-height: 11rem; margin: 0 auto; overflow: hidden; text-overflow: ellipsis; writing-mode: vertical-rl; transform: rotate(180deg); line-height: 1.2; }
.dense { border-spacing: 1px; font-size: .75rem; } .dense td { min-width: 1.35rem; height: 1.35rem; padding: 0; }
.confusion .right { background: color-mix(in srgb, var(--right) calc(var(--shade) * 100%), var(--page)); }
.confusion .wrong { background: color-mix(in srgb, var(--wrong) calc(var(--shade) * 100%), var(--page)); }
.confusion .strong { font-weight: 600; } .right.strong { color: var(--strong-right); } .wrong.strong { color: var(--strong-wrong); }

.clips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: 1.25rem; }
.clip { min-width: 0; padding: .9rem; border: 1px solid var(--line); border-radius: .5rem; break-inside: avoid; }
.clip img { display: block; width: 100%; height: auto; border-radius: .25rem; }
.clip .path { margin-top: .4rem; color: var(--quiet); }
.scores { margin-top: .4rem; font-size: .9rem; }
.scores li { display: flex; justify-content: space-between; gap: 1rem; margin-top: 2px; padding: .1rem .5rem; border-radius: .2rem;
  --color: var(--wrong); background: linear-gradient(90deg, color-mix(in srgb, var(--color) 30%, transparent) calc(var(--share) * 100%), var(--page) 0); }
.scores .unknown { --color: var(--guess); }
.scores .right { --color: var(--right); font-weight: 600; }
.badge { margin-left: .5rem; padding: .05rem .5rem; border-radius: 1rem; font-size: .8rem; font-weight: 600; white-space: nowrap; }
.badge.right { color: var(--good); background: var(--good-tint); } .badge.wrong { color: var(--bad); background: var(--bad-tint); }

.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.5rem 2.5rem; }
dl > div { break-inside: avoid; }
.columns dl > div, .recipe dl > div { display: flex; justify-content: space-between; gap: 1rem; padding: .25rem 0; border-bottom: 1px solid var(--line); font-size: .9rem; }
.columns dt, .recipe dt { color: var(--quiet); } .columns dd, .recipe dd { text-align: right; overflow-wrap: anywhere; }
.recipe { columns: 20rem; column-gap: 2.5rem; margin-top: .5rem; }
.command { margin: .15rem 0 0; padding: .75rem 1rem; overflow-x: auto; border-radius: .5rem; background: var(--page); font-size: .9rem; }
.paths { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85em; overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--validation); font-weight: 600; } details > summary + * { margin-top: .75rem; }
:focus-visible { outline: 2px solid var(--validation); outline-offset: 2px; }

@media screen and (max-width: 40rem) {
  body { padding: 1rem .75rem 2rem; } section { padding: 1rem; } .judgment { gap: .75rem; } .sign { width: 2.25rem; height: 2.25rem; font-size: 1.2rem; }
  .tiles { grid-template-columns: 1fr 1fr; } .tiles > div { padding: .6rem .7rem; } .tiles dd { font-size: 1.25rem; }
  .chart { font-size: 20px; } .charts.small .chart { font-size: 16px; }
  .confusion { border-spacing: 1px; font-size: .75rem; } .confusion td { min-width: 1.2rem; height: 1.35rem; padding: 0; } .confusion tbody th { max-width: 5.5rem; }
  caption { white-space: normal; }
}
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; background: none; font-size: .8rem; } nav { display: none; }
  section { padding: .75rem 0; border-width: 1px 0 0; border-radius: 0; } figure, tr { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
  .charts, .clips { grid-template-columns: 1fr 1fr; } .charts.small { grid-template-columns: 1fr 1fr 1fr; } .tiles { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
  .confusion { break-inside: avoid; } section > h2 + p { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } .scroll { overflow: visible; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
