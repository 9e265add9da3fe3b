import { useApp } from "./app-context.ts";
import { html } from "./html.ts";

/** Downloads the model at hand as a model directory, zipped. */
export function SaveModel({ disabled }: { disabled: boolean }) {
  const { worker, attempt } = useApp();
  const save = () =>
    attempt("Packing the model …", async () => {
      const address = URL.createObjectURL(await worker.save());
      const link = Object.assign(document.createElement("a"), { href: address, download: "model.zip" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser may not have read it yet
    });
  return html`
    <div class="row">
      <button type="button" disabled=${disabled} onClick=${save}>Download the model</button>
      <span>Unpacked, <code>vivit predict --model model clip.mp4</code> uses it in Node; under Models it comes back here.</span>
    </div>
  `;
}
