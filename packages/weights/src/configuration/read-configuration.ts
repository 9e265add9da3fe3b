import { checkModelConfig, type ModelConfig } from "@vivit/models";
import { CheckpointError } from "../checkpoint-error.ts";

/** A model and the names of its classes in the order of the logits. */
export interface LabeledModel {
  readonly model: ModelConfig;
  readonly labels: readonly string[];
}

/**
 * Read a `config.json`: ours, or one of Hugging Face's for ViViT.
 *
 * @param json the parsed file
 * @throws CheckpointError if it describes another kind of model or lacks a field; ShapeError if its sizes do not fit together
 * Source: transformers `VivitConfig`, with its defaults for fields that older files lack.
 */
export function readConfiguration(json: unknown): LabeledModel {
  if (typeof json !== "object" || json === null)
    throw new CheckpointError("readConfiguration: expected an object of settings, got none");
  const settings = json as Record<string, unknown>;
  const labels = readLabels(settings);
  const model = (settings.vivit as ModelConfig | undefined) ?? fromHuggingFace(settings, labels.length);
  checkModelConfig(model);
  if (labels.length !== model.classes)
    throw new CheckpointError(`readConfiguration: expected ${model.classes} labels in id2label, got ${labels.length}`);
  return { model, labels };
}

function fromHuggingFace(settings: Record<string, unknown>, classes: number): ModelConfig {
  if (settings.model_type !== "vivit")
    throw new CheckpointError(
      `readConfiguration: expected model_type "vivit", got ${JSON.stringify(settings.model_type)}`,
    );
  const number = (name: string, fallback: number) => (settings[name] as number | undefined) ?? fallback;
  const side = (settings.image_size as number | [number, number] | undefined) ?? 224;
  const [height, width] = typeof side === "number" ? [side, side] : side;
  const [frames, rows, columns] = (settings.tubelet_size as [number, number, number] | undefined) ?? [2, 16, 16];
  return {
    variant: "space-time",
    clip: { frames: number("num_frames", 32), height, width },
    channels: number("num_channels", 3),
    tubelet: { frames, height: rows, width: columns },
    encoder: {
      dim: number("hidden_size", 768),
      depth: number("num_hidden_layers", 12),
      heads: number("num_attention_heads", 12),
      mlpDim: number("intermediate_size", 3072),
    },
    pool: "token",
    classes,
  };
}

function readLabels({ id2label }: Record<string, unknown>): string[] {
  if (typeof id2label !== "object" || id2label === null)
    throw new CheckpointError("readConfiguration: expected id2label with the name of every class, got none; add it");
  const names = id2label as Record<string, string>;
  return Object.keys(names).map((_, id) => {
    const label = names[id];
    if (typeof label !== "string")
      throw new CheckpointError(
        `readConfiguration: expected id2label to name class ${id}, got none; number them from 0`,
      );
    return label;
  });
}
