import type { VariantName } from "@vivit/models";
import { useState } from "preact/hooks";
import { type BackendName, backendNames, openBackend } from "../backends/open-backend.ts";
import { type Classification, classifyRandomClip } from "../classify/classify-random-clip.ts";
import { paperNames, variantNames } from "../classify/demo-models.ts";
import { Choice } from "./choice.ts";
import { html } from "./html.ts";
import { Scores } from "./scores.ts";

type Outcome = { readonly result: Classification } | { readonly error: string };

/** The page: choose a model and a backend, classify a random clip, see what it said and how long it took. */
export function Page() {
  const [variant, setVariant] = useState<VariantName>("space-time");
  const [backend, setBackend] = useState<BackendName>("wasm");
  const [seed, setSeed] = useState(0);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();

  const classify = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setOutcome(await attempt(backend, variant, seed));
    setSeed(seed + 1);
    setBusy(false);
  };

  return html`
    <h1>ViViT in the browser</h1>
    <p>A video transformer with random weights classifies a clip of random pixels. Nothing leaves this page.</p>
    <form onSubmit=${classify}>
      <${Choice} label="Model" values=${variantNames} names=${paperNames} value=${variant} choose=${setVariant} />
      <${Choice} label="Backend" values=${backendNames} value=${backend} choose=${setBackend} />
      <button disabled=${busy}>Classify a random clip</button>
    </form>
    <section aria-live="polite" aria-busy=${busy}>
      ${busy && html`<p>Working …</p>`}
      ${!busy && outcome && "error" in outcome && html`<p role="alert">${outcome.error}</p>`}
      ${!busy && outcome && "result" in outcome && html`<${Scores} ...${outcome.result} />`}
    </section>
  `;
}

async function attempt(backend: BackendName, variant: VariantName, seed: number): Promise<Outcome> {
  try {
    await new Promise((resolve) => setTimeout(resolve)); // lets the page show that it is working
    await openBackend(backend);
    return { result: await classifyRandomClip(variant, seed) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
