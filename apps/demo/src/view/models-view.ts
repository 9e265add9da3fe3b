import { proxy } from "comlink";
import type { FileWithPath } from "file-selector";
import { useState } from "preact/hooks";
import type { ModelDescription } from "../model/describe-model.ts";
import { type BundledModel, bundledModels, type ModelSource } from "../model/model-source.ts";
import { useApp } from "./app-context.ts";
import { DropZone } from "./drop-zone.ts";
import { html } from "./html.ts";
import { bytes, count } from "./numbers.ts";

/** Choose a model: what it will take is said before it is loaded. */
export function ModelsView() {
  const { worker, attempt, model, setModel, setVideo, busy } = useApp();
  const [found, setFound] = useState<{ source: ModelSource; description: ModelDescription }>();
  const off = busy !== undefined;
  const look = (source: ModelSource) =>
    attempt("Reading the configuration …", async () => {
      setFound(undefined); // also where this one cannot be read
      setFound({ source, description: await worker.describe(source) });
    });
  const load = ({ source }: { source: ModelSource }) =>
    attempt("Loading the model …", async (say) => {
      const onProgress = proxy((read: number, of: number) => {
        if (read % 10 === 0 || read === of) say(`Loading the model: ${read} of ${of} parameters`);
      });
      setModel(await worker.load(source, onProgress));
      setVideo(undefined); // it was cut for another model
      setFound(undefined);
    });
  return html`
    <h2>Which model?</h2>
    <div class="row">
      ${(Object.keys(bundledModels) as BundledModel[]).map(
        (name) =>
          html`<button disabled=${off} onClick=${() => look({ kind: "bundled", name })}>${bundledModels[name]}</button>`,
      )}
    </div>
    <${DropZone} label="Choose or drop the folder of a model" folder disabled=${off} take=${(files: FileWithPath[]) => look({ kind: "files", files: files.map((file) => ({ path: file.relativePath, file })) })} />
    <${TextForm} label="Address of a folder" name="folder" placeholder="https://…/model/" disabled=${off} take=${(url: string) => look({ kind: "url", url })} />
    <${TextForm} label="Model of the Hugging Face hub" name="hub" placeholder="google/vivit-b-16x2-kinetics400" disabled=${off} take=${(id: string) => look({ kind: "hub", id })} />
    ${
      found &&
      html`
      <${Description} description=${found.description} />
      <button disabled=${off || found.description.obstacle !== undefined} onClick=${() => load(found)}>Load ${found.description.title}</button>
    `
    }
    ${model && !found && html`<${Description} isLoaded description=${model} />${model.notices.map((text) => html`<p class="remark">${text}</p>`)}`}
  `;
}

function Description({ isLoaded, description }: { isLoaded?: boolean; description: ModelDescription }) {
  const { config, labels, parameters, weightBytes, memoryBytes, flops, obstacle, variant } = description;
  const rows = [
    ["Name", description.title],
    ["Variant", variant],
    ["Clip", `${config.clip.frames} frames of ${config.clip.height} × ${config.clip.width} pixels`],
    ["Classes", `${labels.length}: ${labels.slice(0, 5).join(", ")}${labels.length > 5 ? ", …" : ""}`],
    ["Parameters", count(parameters)],
    ...(isLoaded ? [] : [["Download", weightBytes ? bytes(weightBytes) : "not told by the server"]]),
    ["Memory", `about ${bytes(memoryBytes)}`],
    ["Work for a clip", `${count(flops)} operations`],
  ];
  return html`
    <table>
      <caption>${isLoaded ? "Loaded" : "Before loading"}</caption>
      <tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody>
    </table>
    ${obstacle && html`<p role="alert">${obstacle}</p>`}
  `;
}

interface TextFormProps {
  readonly label: string;
  readonly name: string;
  readonly placeholder: string;
  readonly disabled: boolean;
  readonly take: (text: string) => void;
}

function TextForm({ label, name, placeholder, disabled, take }: TextFormProps) {
  const submit = (event: Event) => {
    event.preventDefault();
    take(String(new FormData(event.currentTarget as HTMLFormElement).get(name)));
  };
  return html`
    <form onSubmit=${submit}>
      <label>${label} <input type="text" name=${name} required placeholder=${placeholder} autocapitalize="off" spellcheck=${false} /></label>
      <button disabled=${disabled}>Look it up</button>
    </form>
  `;
}
