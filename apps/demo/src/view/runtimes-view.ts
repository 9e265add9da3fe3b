import { proxy } from "comlink";
import { useState } from "preact/hooks";
import type { Measurement } from "../runtimes/measure-runtimes.ts";
import { type RuntimeName, runtimeNames, runtimeTitles } from "../runtimes/runtime-names.ts";
import { useApp } from "./app-context.ts";
import { Choice } from "./choice.ts";
import { html } from "./html.ts";

/** Choose what runs the model, and see how fast each is here. */
export function RuntimesView() {
  const { worker, attempt, model, runtime, setRuntime, busy } = useApp();
  const [measured, setMeasured] = useState<readonly Measurement[]>([]);
  const off = model === undefined || busy !== undefined;
  const add = (all: readonly Measurement[], one: Measurement) => [...all.filter(({ name }) => name !== one.name), one];
  const onMeasured = () => proxy((one: Measurement) => setMeasured((all) => add(all, one)));
  const use = (name: RuntimeName) =>
    attempt(`Preparing ${runtimeTitles[name]} …`, async () => {
      await worker.setRuntime(name);
      setRuntime(name);
    });
  const benchmark = () =>
    attempt("Measuring every runtime …", async () => {
      setMeasured([]);
      await worker.benchmark(runtimeNames, onMeasured());
    });
  const choose = () =>
    attempt("Finding the fastest …", async () => setRuntime(await worker.chooseRuntime(onMeasured())));
  return html`
    <h2>What runs it?</h2>
    <div class="row">
      <${Choice} label="Runtime" values=${runtimeNames} names=${runtimeTitles} value=${runtime} choose=${use} />
      <button disabled=${off} onClick=${choose}>Find the fastest</button>
      <button disabled=${off} onClick=${benchmark}>Benchmark</button>
    </div>
    <p>${self.crossOriginIsolated ? `This page is isolated from others: WebAssembly has up to ${navigator.hardwareConcurrency} threads.` : "This page is not isolated from others, so WebAssembly has one thread; a host that sends the two headers of cross-origin isolation gives it more."}</p>
    ${measured.length > 0 && html`<${MeasurementTable} measured=${measured} />`}
  `;
}

function MeasurementTable({ measured }: { measured: readonly Measurement[] }) {
  const slowest = Math.max(...measured.map((one) => ("median" in one ? one.median : 0)));
  return html`
    <table data-testid="benchmark">
      <caption>One clip, in milliseconds</caption>
      <thead><tr><th scope="col">Runtime</th><th scope="col">Prepare</th><th scope="col">First</th><th scope="col">Median</th><th scope="col">Logits differ by</th></tr></thead>
      <tbody>
        ${measured.map((one) =>
          "median" in one
            ? html`<tr>
                <th scope="row">${runtimeTitles[one.name]}</th>
                <td class="number">${one.prepare.toFixed(0)}</td>
                <td class="number">${one.first.toFixed(0)}</td>
                <td class="number"><meter min="0" max=${slowest} value=${one.median} aria-label=${`Median of ${runtimeTitles[one.name]}`}></meter> ${one.median.toFixed(1)}</td>
                <td class="number">${one.difference.toExponential(1)}</td>
              </tr>`
            : html`<tr><th scope="row">${runtimeTitles[one.name]}</th><td colspan="4">${one.problem}</td></tr>`,
        )}
      </tbody>
    </table>
  `;
}
